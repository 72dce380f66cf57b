"""The real catalogue, from Kaggle."""

from pathlib import Path

from lookbook.errors import LookbookError

DATASETS = {
    "kaggle-small": "paramaggarwal/fashion-product-images-small",
    "kaggle-large": "paramaggarwal/fashion-product-images-dataset",
}
"""Name -> Kaggle's handle (Param Aggarwal, "Fashion Product Images")."""


class FetchError(LookbookError):
    """A download that failed; the message is one sentence that says what to do."""


def fetch(name: str) -> str:
    """Download a dataset, with a progress bar, unless it is there already.

    Returns:
        One line that says where it lies and how to index it.

    Raises:
        FetchError: it can't be downloaded.
    """
    import kagglehub
    import requests

    handle = DATASETS[name]
    try:
        folder = Path(kagglehub.dataset_download(handle))
    except (OSError, ValueError, requests.RequestException, kagglehub.exceptions.KaggleApiHTTPError) as error:
        raise FetchError(
            f"{handle} can't be downloaded from Kaggle ({type(error).__name__}); connect to the network and try again, "
            f"or download it by hand from https://www.kaggle.com/datasets/{handle}."
        ) from error
    images = next((path for path in sorted(folder.rglob("images")) if path.is_dir()), folder)
    return f"{name} lies in {folder}; index it with: python build_index.py {images}"
