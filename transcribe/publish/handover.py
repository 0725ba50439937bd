"""Hand files over to the page's git repository: a commit on a branch of its own, a push, a pull request.

Only plumbing with a temporary index is used, so the user's index, work tree and current branch stay as they are.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from transcribe.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCP_ADDRESS = re.compile(r"^(?:[\w.-]+@)?([\w.-]+):(?!//)(.+)$")
CONVENTIONAL = re.compile(r"^(\w+(?:\([^()]*\))?!?): ")
SIGNED_OFF = re.compile(r"^Signed-off-by: ", re.MULTILINE)
LOOK_BACK = 50
"""How many commits tell the repository's habit."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How commit messages are written here: what stands before the subject, its first letter, and the sign-off."""

    prefix: str = ""
    capital: bool = True
    signed_off: bool = False


@dataclass(frozen=True, slots=True)
class Repository:
    """A git work tree."""

    root: Path

    @classmethod
    def of(cls, page: Path) -> Repository:
        """The repository that a file lies in.

        Raises:
            PublishError: it lies in none, or there is no git.
        """
        folder = page.resolve().parent
        if shutil.which("git") is None:
            raise PublishError("git is not installed; publish without --branch and commit the files yourself.")
        try:
            found = _run(["git", "-C", str(folder), "rev-parse", "--show-toplevel"])
        except PublishError as error:
            raise PublishError(f"{page} lies in no git repository; publish without --branch.") from error
        return cls(Path(found).resolve())

    def commit(self, branch: str, files: Mapping[Path, str], subject: str) -> str | None:
        """Commit these files (path to text) on top of HEAD as a new branch; None when the branch holds them already.

        Raises:
            PublishError: the branch exists with other contents, its name is no name, or git cannot commit.
        """
        self._git("check-ref-format", "--branch", branch, failing=f"{branch!r} is no name for a branch; choose another")
        head = self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}", failing=f"{self.root} has no commit yet")
        reference = f"refs/heads/{branch}"
        existing = self._try("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            base = existing or head
            self._git("read-tree", base, extra=index)
            for path, text in files.items():
                self._add(path, text, base, index)
            tree = self._git("write-tree", extra=index)
        if tree == self._git("rev-parse", f"{base}^{{tree}}"):
            return None
        if existing:
            raise PublishError(f"The branch {branch} exists and holds something else; choose another name.")
        message = self._message(subject, [self._relative(path) for path in files])
        sign = ["-S"] if self._try("config", "--type=bool", "commit.gpgsign") == "true" else []
        made = self._git("commit-tree", *sign, tree, "-p", head, "-F", "-", stdin=message)
        self._git("update-ref", "-m", f"branch: {subject}", reference, made, "0" * len(made))
        return made

    def push(self, branch: str) -> str:
        """Push the branch to where this repository pushes, and say which remote that was.

        Raises:
            PublishError: there is no remote, or it refuses.
        """
        remote = self.remote()
        self._git("push", "--quiet", remote, f"refs/heads/{branch}:refs/heads/{branch}")
        return remote

    def remote(self) -> str:
        """The remote that a push from here goes to.

        Raises:
            PublishError: there is none, or it is not clear which.
        """
        current = self._try("symbolic-ref", "--quiet", "--short", "HEAD") or ""
        for setting in (f"branch.{current}.pushRemote", "remote.pushDefault", f"branch.{current}.remote"):
            found = self._try("config", setting)
            if found and found != ".":
                return found
        remotes = self._git("remote").split()
        if "origin" in remotes or len(remotes) == 1:
            return "origin" if "origin" in remotes else remotes[0]
        if not remotes:
            raise PublishError(f"{self.root} has no remote to push to; add one with: git remote add origin URL")
        raise PublishError(
            f"{self.root} has the remotes {', '.join(remotes)}; say which with: git config remote.pushDefault NAME"
        )

    def request_address(self, branch: str) -> str | None:
        """Where a pull request for the branch is opened in a browser, None for a host that is not known."""
        remote = self.remote()
        base = self.base(remote)
        mine = self._try("remote", "get-url", "--push", remote) or ""
        upstream = self._try("remote", "get-url", "upstream") or mine
        return request_address(mine, branch, base, upstream)

    def request(self, branch: str, title: str, body: str) -> str:
        """Open the pull request with `gh`, and give back its address.

        Raises:
            PublishError: `gh` is not there or does not succeed.
        """
        if shutil.which("gh") is None:
            raise PublishError("gh is not installed; open the pull request at the printed address.")
        base = self.base(self.remote())
        command = ["gh", "pr", "create", "--head", branch, "--base", base, "--title", title, "--body", body]
        return _run(command, folder=self.root)

    def base(self, remote: str) -> str:
        """The branch that a request wants to be merged into: the remote's own default, else the current one."""
        default = self._try("symbolic-ref", "--quiet", "--short", f"refs/remotes/{remote}/HEAD")
        current = self._try("symbolic-ref", "--quiet", "--short", "HEAD")
        return (default or "").removeprefix(f"{remote}/") or current or "main"

    def habit(self, near: Sequence[str] = ()) -> Habit:
        """How messages are written for changes near these paths, else anywhere."""
        folders = sorted({str(Path(path).parent) for path in near})
        history = self._try("log", f"-{LOOK_BACK}", "--no-merges", "--format=%B%x00", "HEAD", "--", *folders)
        messages = [message.strip() for message in (history or "").split("\0") if message.strip()]
        return habit_of(messages)

    def _message(self, subject: str, paths: Sequence[str]) -> str:
        habit = self.habit(paths)
        first = subject[:1].upper() if habit.capital else subject[:1].lower()
        message = f"{habit.prefix}{first}{subject[1:]}\n"
        if habit.signed_off:
            name = self._git("var", "GIT_COMMITTER_IDENT", failing=_WHO).rpartition(" ")[0].rpartition(" ")[0]
            message += f"\nSigned-off-by: {name}\n"
        return message

    def _add(self, path: Path, text: str, base: str, index: Mapping[str, str]) -> None:
        place = self._relative(path)
        blob = self._git("hash-object", "-w", "--stdin", f"--path={place}", stdin=text)
        listed = self._git("ls-tree", base, "--", place)
        mode = listed.split()[0] if listed and listed.split()[1] == "blob" else "100644"
        self._git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{place}", extra=index)

    def _relative(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError as error:
            raise PublishError(f"{path} lies outside the repository {self.root}.") from error

    def _git(
        self, *arguments: str, stdin: str | None = None, extra: Mapping[str, str] | None = None, failing: str = ""
    ) -> str:
        return _run(["git", "-C", str(self.root), *arguments], stdin=stdin, extra=extra, failing=failing)

    def _try(self, *arguments: str) -> str | None:
        try:
            return self._git(*arguments)
        except PublishError:
            return None


_WHO = "git does not know who you are; say so with: git config user.name and git config user.email"


def habit_of(messages: Sequence[str]) -> Habit:
    """The habit that most of these messages share."""
    if not messages:
        return Habit()
    subjects = [message.split("\n", 1)[0] for message in messages]
    prefixes = Counter(match[0] for subject in subjects if (match := CONVENTIONAL.match(subject)))
    prefix, count = prefixes.most_common(1)[0] if prefixes else ("", 0)
    # a habit of prefixes counts even when the words in them differ
    prefix = prefix if sum(prefixes.values()) * 2 > len(subjects) and count else ""
    starts = [CONVENTIONAL.sub("", subject)[:1] for subject in subjects]
    return Habit(
        prefix=prefix,
        capital=sum(start.isupper() for start in starts) * 2 > len(starts),
        signed_off=sum(bool(SIGNED_OFF.search(message)) for message in messages) * 2 > len(messages),
    )


def request_address(remote: str, branch: str, base: str, upstream: str | None = None) -> str | None:
    """Where a browser opens a pull or merge request; None for a host that is not known."""
    mine, theirs = _place(remote), _place(upstream or remote)
    if mine is None:
        return None
    host, path = mine
    if theirs is None or theirs[0] != host:
        theirs = mine
    name = quote(branch, safe="/")
    if "gitlab" in host:
        fields = {"merge_request[source_branch]": branch, "merge_request[target_branch]": base}
        return f"https://{host}/{path}/-/merge_requests/new?{urlencode(fields)}"
    head = name if theirs == mine else f"{path.partition('/')[0]}:{name}"
    if host == "github.com" or host.startswith("github."):
        return f"https://{host}/{theirs[1]}/compare/{quote(base, safe='/')}...{head}?expand=1"
    if host == "codeberg.org" or re.search(r"\b(?:gitea|forgejo)\b", host):
        return f"https://{host}/{theirs[1]}/compare/{quote(base, safe='/')}...{head}"
    return None


def _place(remote: str) -> tuple[str, str] | None:
    """Host and `owner/name` of a remote's address, None for a path on this machine."""
    if "://" in remote:
        address = urlsplit(remote)
        host, path = address.hostname or "", address.path
        if address.scheme == "file":
            return None
    else:
        match = SCP_ADDRESS.match(remote)
        if match is None or len(match[1]) == 1:
            return None
        host, path = match[1], match[2]
    path = path.strip("/").removesuffix(".git")
    return (host.lower(), path) if host and "/" in path else None


def _run(
    command: Sequence[str],
    *,
    stdin: str | None = None,
    extra: Mapping[str, str] | None = None,
    failing: str = "",
    folder: Path | None = None,
) -> str:
    inherited = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    done = subprocess.run(  # noqa: S603 - the command is ours, its arguments are passed as they are
        list(command),
        input=(stdin or "").encode(),
        capture_output=True,
        check=False,
        cwd=folder,
        env={**inherited, **(extra or {}), "LC_ALL": "C"},
    )
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        if any("tell me who you are" in line or "identity" in line for line in told):
            failing = _WHO
        reason = next(
            (line for line in told if line.startswith(("fatal:", "error:", "!", "remote:"))), told[-1] if told else ""
        )
        name = command[0] if command[0] != "git" else f"git {command[3]}"
        raise PublishError(f"{failing}." if failing else f"{name} did not succeed: {reason or 'no reason given'}.")
    return done.stdout.decode(errors="surrogateescape").strip()


_ELSEWHERE = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"})
"""What a hook sets for its own repository."""
