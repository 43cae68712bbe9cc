"""The first screen: one sentence, six numbers, four bars."""

from __future__ import annotations

from html import escape

from demo.result import Result, middle


def summary(result: Result) -> str:
    others = result.pictures - len(result.copies)
    wrong = "none" if not result.false_matches else str(result.false_matches)
    rows = [
        ("Posts seen", str(result.posts), f"{result.pictures} with a picture"),
        ("Copies found", f"{len(result.found)} of {len(result.copies)}", "each disguised in its own way"),
        ("False matches", str(result.false_matches), f"among {others} other pictures"),
        (
            "Notices with a receipt",
            f"{result.notices_with_receipt} of {result.notices_written}",
            "report and letter",
        ),
        ("From post to sighting", middle(result.seconds_to_sighting), "half took less"),
        ("From sighting to notice", middle(result.seconds_to_notice), "half took less, the yes included"),
    ]
    numbers = "".join(
        f"<div><dt>{name}</dt><dd>{value}<small>{more}</small></dd></div>" for name, value, more in rows
    )
    return f"""
<div class="top"><header>
<h1>What Jikimi found in a room of {result.posts} posts</h1>
<p class="lead">{len(result.copies)} posts were disguised copies of {len(result.photos)} protected
photographs. Jikimi found {len(result.found)} of them and took {wrong} of the {others} other pictures for one.
{_gone_sentence(result)}</p>
<p class="quiet">A demonstration of {result.begun_at:%-d %B %Y, %H:%M}, on a real Matrix homeserver and a real
mail server on this machine. It took {result.took_s:.0f} seconds. The pictures are benign: they come with
scikit-image, or are drawn.</p>
{_problems(result)}
</header>{_bars(result)}</div>
<dl class="numbers">{numbers}</dl>"""


def _gone_sentence(result: Result) -> str:
    if not result.found:
        return ""
    if not result.still_served:
        return "All of these are gone now, the file too and not only the message."
    return f"{result.gone} of these are gone now; {result.still_served} can still be fetched."


def _problems(result: Result) -> str:
    if not result.problems:
        return ""
    items = "".join(f"<li>{escape(problem)}</li>" for problem in result.problems)
    return f'<div class="trouble"><p>This run did not do all it should:</p><ul>{items}</ul></div>'


def _bars(result: Result) -> str:
    refused = (
        result.notices.get("refused", 0)
        + result.notices.get("not sent", 0)
        + result.notices.get("unknown", 0)
    )
    asked = sum(bool(copy.seen and copy.seen.notices) for copy in result.copies)
    whole = max(1, len(result.copies))
    bars = [("Found", len(result.found)), ("Asked for", asked), ("Gone", result.gone), ("Refused", refused)]
    rows = "".join(
        f'<li><span>{name}</span>{_bar(count / whole)}<span class="value">{count}</span></li>'
        for name, count in bars
    )
    return f'<section><h2>Where they are now</h2><ul class="bars">{rows}</ul></section>'


def _bar(share: float) -> str:
    share = min(1.0, share)
    return (
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/>'
        f'<rect class="full" width="{100 * share:.1f}" height="8"/>'
        "</svg>"
    )
