"""Language of a document, of its segments, and of what is foreign inside a segment: langdetect's door.

``identify`` and ``identify_spans`` build on langdetect's profiles (``raw`` gives its bare answer) and are right or
abstain: furniture is masked, the script limits the candidates, the document speaks for its short segments, and the
answer is "und" where the evidence does not decide.  Tags are BCP 47.  Nothing here is random, and no text raises.
"""

from provenance.detect.language.bare import raw
from provenance.detect.language.foreign import foreign_spans
from provenance.detect.language.guess import identify, identify_spans

__all__ = ["foreign_spans", "identify", "identify_spans", "raw"]
