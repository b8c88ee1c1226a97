"""A page that stands alone finds the targets that the app finds, for every target and every everyday word."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from opencc import OpenCC

import geo

# Set each text, press «all» where there is more, and say the first card over the list.
_SAID = """texts => texts.map(text => {
  const { view, show } = window.dgmap.modes;
  show({ filters: { ...view.value.filters, text } });
  const card = () => document.querySelector("#notices .state");
  const brief = card()?.querySelector("p:not(.state-title)")?.textContent;
  [...(card()?.querySelectorAll(".button") ?? [])].find(one => /\\d/.test(one.textContent))?.click();
  const title = card()?.querySelector(".state-title").textContent;
  return card() ? [title, brief, card().querySelector("p:not(.state-title)").textContent] : null;
})"""
_ODD = (
    "充电桩", "充電樁", "5G基站", "５Ｇ基站", "５ｇ 基站", "PM2.5", "CHARGING", "  charging posts ", "增长",
    "的", "新", "a", "12", "没有这回事", "𠮷𠮷", "細顆粒物", "“领航企业”", "Charging-Posts!", "growth", "%",
    "é", "一号线",
)  # fmt: skip


def _texts(dataset) -> list[str]:
    """Return every target's names and wording, whole, in part, in traditional signs, and everyday words."""
    found = list(_ODD)
    to_traditional = [OpenCC(kind).convert for kind in ("s2t", "s2tw", "s2hk")]
    for row in dataset.targets.to_dict("records"):
        name, mention, english = (str(row[one])[:80] for one in ("name_zh", "mention", "name_en"))
        found += [name, english, mention, name[:4], name[-3:], english[:9].upper()]
        found += [convert(one) for convert in to_traditional for one in (name, mention)]
    terms = tomllib.loads((Path(geo.__file__).parent / "terms.toml").read_text(encoding="utf-8"))
    found += [word for term in terms["term"] for word in term["means"]]
    return list(dict.fromkeys(found))


def _wanted(dataset, text: str, lang: str) -> list[str] | None:
    """Return what the app says of a text: the title, the words at first, and all words."""
    from geo.named import targets
    from i18n import text as message
    from layers.panels.elsewhere import MOST
    from layers.target_words import found_text

    rows = targets(dataset, text)
    if not rows:
        return None
    words = [found_text(row, lang) for row in rows]
    gap = "" if lang == "zh" else " "
    title = message("ui.targets_found", lang, text=text, n=len(rows))
    return [title, gap.join(words[:MOST]), gap.join(words)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_finds_the_targets_that_the_app_finds(show, files, dataset, lang: str):
    """Each of some thousand texts gives the same targets in the same words, or none in both."""
    shown = show(files[lang], framed=False)
    texts = _texts(dataset)
    shown.frame.evaluate(_SAID, ["of the first text the index is made"])
    said = dict(zip(texts, shown.frame.evaluate(_SAID, texts), strict=True))
    wanted = {text: _wanted(dataset, text, lang) for text in texts}
    assert {text: (said[text], wanted[text]) for text in texts if said[text] != wanted[text]} == {}
    assert sum(one is not None for one in wanted.values()) > 6 * len(dataset.targets)
    assert sum(one is None for one in wanted.values()) > 50
    assert shown.errors == []


def test_words_for_three_are_those_of_the_app(dataset, monkeypatch: pytest.MonkeyPatch):
    """The app's own notice begins as the page's, and counts as many."""
    from geo.view import View
    from ui import elsewhere, facts

    monkeypatch.setattr(facts, "dataset", lambda _: dataset)
    for text in ("增长", "充電樁", "没有这回事"):
        (wanted, found) = _wanted(dataset, text, "zh"), elsewhere.found(View(text=text), is_alone=False)
        assert [(one["title"], one["text"].partition("另有")[0]) for one in found] == (
            [tuple(wanted[:2])] if wanted else []
        )


def test_app_has_nothing_of_it_in_its_page(pages, files):
    """The server answers there: neither script nor data come along; the file has both."""
    names = ("dgmap-elsewhere", "targets_found")
    served = "".join(path.read_text(encoding="utf-8") for path in pages["zh"].parent.iterdir())
    alone = files["zh"].read_text(encoding="utf-8")
    assert [name in served for name in names] == [False, False]
    assert [name in alone for name in names] == [True, True]


def test_page_without_targets_finds_none(show, tmp_path: Path, dataset):
    """A report without figures is a page without errors."""
    from dataclasses import replace

    from layers import project_map

    path = tmp_path / "map.html"
    project_map(replace(dataset, targets=dataset.targets[:0]), lang="zh").save(str(path))
    shown = show(path, framed=False)
    assert shown.frame.evaluate(_SAID, ["充电桩", "增长"]) == [None, None]
    assert shown.errors == []
