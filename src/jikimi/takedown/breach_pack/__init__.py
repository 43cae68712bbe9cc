"""Everything that was asked, answered and seen about a notice's links, in order, for who is to judge it."""
