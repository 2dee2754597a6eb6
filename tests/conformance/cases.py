"""The list of cases: what is said, in which pieces, and what the server must say to it.

Cases are numbered as in the Autobahn suite where there is something alike: 1 framing, 2 pings,
3 reserved bits, 4 opcodes, 5 fragmentation, 6 UTF-8, 7 closing, 9 sizes, 10 fragments of one size,
11 masking, 12 compression.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    pieces: list  # of bytes, each sent by itself
    expected: list  # in this order; if the last is no Close, the connection must have stayed well
    rule: str = ""  # where it is written
    # "any": holds whatever was agreed on; "plain": without compression; "deflate": with it.
    when: str = "any"


def every_case():
    import cases_closing
    import cases_compression
    import cases_fragments
    import cases_frames
    import cases_sizes
    import cases_utf8

    for module in (
        cases_frames,
        cases_fragments,
        cases_utf8,
        cases_closing,
        cases_sizes,
        cases_compression,
    ):
        yield from module.cases()
