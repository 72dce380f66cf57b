"""Files and folders that lie among pictures though nobody put them there."""

_FOLDERS = frozenset(
    [
        "__macosx",
        "@eadir",  # Synology's thumbnails
        "@recycle",  # QNAP's bin
        "@recently-snapshot",
        "#recycle",  # Synology's bin
        "#snapshot",
        "$recycle.bin",  # Windows's
        "recycler",
        "recycled",
        "system volume information",
        "lost+found",
    ]
)


def is_junk(name: str) -> bool:
    """Return whether a file or folder is hidden, thrown away, or made by the disk: .DS_Store, ._1.jpg, .., @eaDir."""
    return not name or name.startswith(".") or name.casefold() in _FOLDERS
