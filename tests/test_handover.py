"""Handing over: one commit with nothing else in it, a push to a real remote, and where a request is opened."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from transcribe.errors import PublishError
from transcribe.publish.handover import Habit, Repository, habit_of, request_address

if TYPE_CHECKING:
    from pathlib import Path

SUBJECT = "add recording and transcript of 2026-03-04"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "gitconfig").write_text(
        "[user]\n\tname = Ada Moreno\n\temail = ada@heron.example\n[init]\n\tdefaultBranch = main\n"
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page in a work tree with staged, changed and unknown files beside it, and a bare remote."""
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(tmp_path, "init", "--quiet", "tree")
    tree = tmp_path / "tree"
    (tree / "notes").mkdir()
    path = tree / "notes" / "page.md"
    path.write_text("# Heron\r\n\r\n[Recording]()\r\n", newline="")
    (tree / "other.txt").write_text("one\n")
    git(tree, "add", ".")
    git(
        tree,
        "commit",
        "--quiet",
        "-m",
        "docs(notes): page of 2026-03-04\n\nSigned-off-by: Ada Moreno <ada@heron.example>",
    )
    git(tree, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(tree, "push", "--quiet", "origin", "main")
    (tree / "other.txt").write_text("two\n")
    git(tree, "add", "other.txt")
    (tree / "other.txt").write_text("three\n")
    (tree / "unknown.txt").write_text("mine\n")
    path.write_text("# Heron\r\n\r\n[Recording]()\r\n\r\nminutes of today\r\n", newline="")
    return path


def state(page: Path) -> tuple[str, ...]:
    """All of the user's own: the status, the index, the current branch, the files' bytes."""
    tree = page.parents[1]
    files = sorted(path for path in tree.rglob("*") if path.is_file() and ".git" not in path.parts)
    return (
        git(tree, "status", "--porcelain=v2", "--branch"),
        git(tree, "ls-files", "--stage"),
        git(tree, "rev-parse", "HEAD"),
        *(f"{path} {path.read_bytes()!r} {path.stat().st_mtime_ns}" for path in files),
    )


def files(page: Path) -> dict[Path, str]:
    return {
        page: "# Heron\r\n\r\n[Recording](https://youtu.be/heron-01)\r\n\r\nminutes of today\r\n",
        page.parent / "transcripts" / "2026-03-04.md": "# Transcript\n",
    }


def test_a_branch_holds_these_files_and_nothing_else_and_the_users_tree_is_untouched(page: Path) -> None:
    before = state(page)
    made = Repository.of(page).commit("minutes/2026-03-04", files(page), SUBJECT)
    tree = page.parents[1]
    assert state(page) == before
    assert made == git(tree, "rev-parse", "minutes/2026-03-04")
    assert git(tree, "diff", "--name-status", "main", "minutes/2026-03-04").splitlines() == [
        "M\tnotes/page.md",
        "A\tnotes/transcripts/2026-03-04.md",
    ]
    for path, text in files(page).items():
        place = path.relative_to(tree).as_posix()
        shown = subprocess.run(
            ["git", "-C", str(tree), "cat-file", "blob", f"minutes/2026-03-04:{place}"], check=True, capture_output=True
        )
        assert shown.stdout == text.encode()


def test_author_and_message_follow_the_settings_and_the_repositorys_habit(page: Path) -> None:
    Repository.of(page).commit("minutes", files(page), SUBJECT)
    assert git(page.parent, "log", "-1", "--format=%an <%ae>%n%B", "minutes") == (
        f"Ada Moreno <ada@heron.example>\ndocs(notes): {SUBJECT}\n\nSigned-off-by: Ada Moreno <ada@heron.example>"
    )


def test_the_same_again_makes_no_commit_and_another_content_is_refused(page: Path) -> None:
    repository = Repository.of(page)
    first = repository.commit("minutes", files(page), SUBJECT)
    assert repository.commit("minutes", files(page), SUBJECT) is None
    with pytest.raises(PublishError) as raised:
        repository.commit("minutes", {page: "something else"}, SUBJECT)
    assert str(raised.value) == "The branch minutes exists and holds something else; choose another name."
    assert git(page.parent, "rev-parse", "minutes") == first


def test_what_the_current_branch_holds_needs_no_commit(page: Path) -> None:
    text = subprocess.run(
        ["git", "-C", str(page.parent), "cat-file", "blob", "HEAD:notes/page.md"], check=True, capture_output=True
    ).stdout.decode()
    assert Repository.of(page).commit("minutes", {page: text}, SUBJECT) is None
    assert git(page.parent, "branch", "--list", "minutes") == ""


def test_a_push_brings_the_branch_to_the_remote(page: Path) -> None:
    repository = Repository.of(page)
    made = repository.commit("minutes", files(page), SUBJECT)
    assert repository.push("minutes") == "origin"
    assert git(page.parents[2] / "remote.git", "rev-parse", "refs/heads/minutes") == made
    assert repository.request_address("minutes") is None


def test_a_remote_that_is_not_there_is_said(page: Path) -> None:
    repository = Repository.of(page)
    repository.commit("minutes", files(page), SUBJECT)
    git(page.parent, "remote", "set-url", "origin", str(page.parent / "nowhere.git"))
    with pytest.raises(PublishError, match=r"^git push did not succeed: fatal: .*nowhere\.git"):
        repository.push("minutes")
    git(page.parent, "remote", "remove", "origin")
    with pytest.raises(PublishError, match="has no remote to push to; add one with: git remote add origin URL"):
        repository.push("minutes")


def test_gh_opens_the_request_where_it_is_there(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = page.parents[2] / "bin" / "gh"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    told = Repository.of(page).request("minutes", "Add it", "Recording: x")
    assert told == "pr|create|--head|minutes|--base|main|--title|Add it|--body|Recording: x|"


def test_without_gh_that_is_said(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository.of(page)
    monkeypatch.setenv("PATH", str(page.parent))
    with pytest.raises(PublishError, match="gh is not installed; open the pull request at the printed address"):
        repository.request("minutes", "Add it", "x")


@pytest.mark.parametrize("name", ["", "a..b", "-x", "a b", "x.lock"])
def test_a_name_that_is_none_is_refused(page: Path, name: str) -> None:
    with pytest.raises(PublishError) as raised:
        Repository.of(page).commit(name, files(page), SUBJECT)
    assert str(raised.value) == f"{name!r} is no name for a branch; choose another."


def test_a_page_outside_a_repository_is_said(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    with pytest.raises(PublishError) as raised:
        Repository.of(page)
    assert str(raised.value) == f"{page} lies in no git repository; publish without --branch."


def test_a_repository_without_a_commit_is_said(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "new")
    page = tmp_path / "new" / "page.md"
    with pytest.raises(PublishError, match="has no commit yet"):
        Repository.of(page).commit("minutes", {page: "x"}, SUBJECT)


def test_a_file_outside_the_repository_is_said(page: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="lies outside the repository"):
        Repository.of(page).commit("minutes", {tmp_path / "transcript.md": "x"}, SUBJECT)


def test_without_a_name_git_says_how_to_set_it(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    with pytest.raises(PublishError, match="git does not know who you are; say so with: git config user"):
        Repository.of(page).commit("minutes", files(page), SUBJECT)


@pytest.mark.parametrize(
    ("messages", "habit"),
    [
        ([], Habit()),
        (["Fix a", "Add b", "more"], Habit("", capital=True)),
        (["fix a", "add b", "More"], Habit("", capital=False)),
        (["docs: a", "docs: b", "fix: c", "Other"], Habit("docs: ", capital=False)),
        (["docs: A\n\nSigned-off-by: x", "notes(x): B\n\nSigned-off-by: y"], Habit("docs: ", signed_off=True)),
    ],
)
def test_habits(messages: list[str], habit: Habit) -> None:
    assert habit_of(messages) == habit


HERON = "heron/community"


@pytest.mark.parametrize(
    ("remote", "upstream", "address"),
    [
        (f"git@github.com:{HERON}.git", None, f"https://github.com/{HERON}/compare/main...minutes/today?expand=1"),
        (f"https://github.com/{HERON}", None, f"https://github.com/{HERON}/compare/main...minutes/today?expand=1"),
        (
            "git@github.com:ada/community.git",
            f"https://github.com/{HERON}.git",
            f"https://github.com/{HERON}/compare/main...ada:minutes/today?expand=1",
        ),
        (
            f"ssh://git@gitlab.com:22/{HERON}/notes.git",
            None,
            (
                f"https://gitlab.com/{HERON}/notes/-/merge_requests/new?merge_request%5Bsource_branch%5D=minutes%2Ftoday"
                "&merge_request%5Btarget_branch%5D=main"
            ),
        ),
        (f"git@codeberg.org:{HERON}.git", None, f"https://codeberg.org/{HERON}/compare/main...minutes/today"),
        ("/srv/git/community.git", None, None),
        ("file:///srv/git/community.git", None, None),
        ("C:\\git\\community", None, None),
        (f"git@git.heron.example:{HERON}.git", None, None),
    ],
)
def test_where_a_request_is_opened(remote: str, upstream: str | None, address: str | None) -> None:
    assert request_address(remote, "minutes/today", "main", upstream) == address
