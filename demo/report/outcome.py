"""What came of it: the second posting, the seconds, the letters, and what none of it shows."""

from __future__ import annotations

from html import escape

from demo.report import words
from demo.report.strip import strip
from demo.result import Copy, Result


def repost(copy: Copy, card: str) -> str:
    said = "and it was found again" if copy.seen else "and it was not found again"
    return f"""<h2>Posted again</h2>
<p>After the file was gone, somebody saved it anew and posted it once more, {said}.</p>
<div class="cards">{card}</div>"""


def times(result: Result) -> str:
    rows = "".join(
        f"<tr><td>{escape(words.heading(copy))}</td><td>{escape(words.photo(copy.hidden.photo.name))}</td>"
        f'<td class="number">{copy.seen.after_s:.1f} s</td></tr>'
        for copy in sorted(result.found, key=_after)
        if copy.seen
    )
    return f"""<h2>Seconds from the post to the sighting</h2>
{strip(result.seconds_to_sighting)}
<details><summary>The numbers</summary><div class="scroll"><table>
<thead><tr><th scope="col">Disguise</th><th scope="col">Photograph</th><th scope="col">After</th></tr></thead>
<tbody>{rows}</tbody></table></div></details>"""


def _after(copy: Copy) -> float:
    return copy.seen.after_s if copy.seen else 0.0


def letters(result: Result) -> str:
    states = "".join(
        f'<tr><td>{escape(state)}</td><td class="number">{count}</td></tr>'
        for state, count in sorted(result.notices.items())
        if count
    )
    checked = (
        "and the signature of the one below was checked with openssl" if result.signature_verified else ""
    )
    letter = f"<details><summary>One letter, as it left</summary><pre>{escape(result.letter)}</pre></details>"
    return f"""<h2>What went out</h2>
<p>{result.reports_at_homeserver} reports reached the homeserver's admin and {
        result.letters_at_relay
    } letters the mail server{
        ", " + checked if checked else ""
    }. No notice holds the person's name or a picture.</p>
<div class="scroll"><table><thead><tr><th scope="col">Notices</th><th scope="col">How many</th></tr></thead>
<tbody>{states}</tbody></table></div>
{f"<p>{escape(result.removed_message_only)}</p>" if result.removed_message_only else ""}
{letter if result.letter else ""}"""


def limits(result: Result) -> str:
    return f"""<h2>What this does not show</h2>
<ul class="plain">
<li>{len(result.copies)} copies of {len(result.photos)} photographs are few. The benches measure more
disguises on more photographs.</li>
<li>"No copy found in the rooms we can see" is never "none exists". A picture drawn anew from nothing shares
no points with any photograph, and cannot be found.</li>
<li>The admin of this homeserver acts at once. Others take days, and some refuse.</li>
<li>Everything runs on one machine, so the seconds hold no network's delays.</li>
</ul>"""
