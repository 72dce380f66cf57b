"""Whether an index folder is sound: what is wrong with it, why, and what of it can be mended without embedding."""

from lookbook.doctor.examining import examine, repair
from lookbook.doctor.finding import Finding

__all__ = ["Finding", "examine", "repair"]
