"""The command `lookbook publish`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from lookbook.commands.output import Debug
from lookbook.index import name_store
from lookbook.settings import LOCAL, Settings
from lookbook.stores import SERVERS, STORES


def publish(
    store: Annotated[
        str, typer.Option(help=f"Where to: {', '.join(SERVERS)}; {LOCAL} = search our own files again, as before.")
    ],
    uri: Annotated[
        str,
        typer.Option(help="The server's address; by default LOOKBOOK_STORE_URI, which others of a machine don't see."),
    ] = "",
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    collection: Annotated[
        str, typer.Option(help="Its name there; by default the one of before, else one of its own for the folder.")
    ] = "",
    kind: Annotated[
        str, typer.Option("--type", help="The index that the server makes: HNSW, or FLAT = none.")
    ] = "HNSW",
    debug: Debug = False,
) -> None:
    """Bring the vectors of an index to a server, where they are searched from then on; only what changed is sent."""
    from lookbook.building.publish import publish as publish_index

    if store not in STORES:
        raise typer.BadParameter(f"{store!r} is not one of {', '.join(STORES)}", param_hint="--store")
    settings = Settings.load()
    folder = (index or settings.index).absolute()
    if store == LOCAL:
        name_store(folder, None)
        print(f"the index in {folder} is searched from its own files")
        return
    if uri:
        settings = settings.model_copy(update={"store_uri": SecretStr(uri)})
    print(publish_index(folder, store, settings, collection, kind))
