"""Reads Vietnamese tech news: the companies, products, people and places it names, the quantities it claims and the
events it reports, each with its place in the text.

>>> import trich
>>> nlp = trich.load()
>>> doc = nlp("Nokia và Xiaomi vừa ký kết một thoả thuận hợp tác.")
>>> [(m.text, m.kind) for m in doc.mentions]
[('Nokia', 'company'), ('Xiaomi', 'company')]

The records are, to the byte, those of the command line. `trich.spark` and `trich.polars` run the same engine in those.
"""

from trich._trich import ENGINE as ENGINE
from trich._trich import SCHEMA as SCHEMA
from trich.doc import Doc as Doc
from trich.nlp import LAYOUTS as LAYOUTS
from trich.nlp import Nlp as Nlp
from trich.nlp import load as load
from trich.records import Attribution as Attribution
from trich.records import Change as Change
from trich.records import Claim as Claim
from trich.records import Error as Error
from trich.records import Event as Event
from trich.records import Mention as Mention
from trich.records import Role as Role
from trich.records import Span as Span
from trich.records import Subject as Subject
from trich.records import Time as Time

__version__ = ENGINE.removeprefix("trich ")
