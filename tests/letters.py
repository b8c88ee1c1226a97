"""Larger letters, as a phone's own setting makes them, and what is wrong then."""

from __future__ import annotations

__all__ = ["FAULTS", "enlarged"]

# Every text of a part: where its letters are, and whether a box around it cuts them off. Texts of one part
# lie in one layer, so two whose letters share room are over one another; what sticks is a layer of its own.
FAULTS = """part => {
  const root = document.querySelector(part), faults = [], letters = []
  const hasNoWidth = node => getComputedStyle(node).display !== "contents"
    && node.getBoundingClientRect().width <= 1
  const isForEars = node => node !== root && (hasNoWidth(node) || isForEars(node.parentElement))
  const shown = root.checkVisibility() ? document.createTreeWalker(root, NodeFilter.SHOW_TEXT) : null
  for (let node = shown?.nextNode(); node; node = shown.nextNode()) {
    const text = node.data.trim(), holder = node.parentElement
    if (!text || !holder.checkVisibility({ opacityProperty: true }) || isForEars(holder)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const boxes = [...range.getClientRects()].filter(box => box.width > 1)
    for (let up = holder; up !== root.parentElement; up = up.parentElement) {
      const style = getComputedStyle(up), frame = up.getBoundingClientRect()
      const isCut = side => ["hidden", "clip"].includes(style[`overflow${side}`])
      if (isCut("X") && boxes.some(box => box.right > frame.right + 2)) faults.push(`cut: ${text}`)
      if (isCut("Y") && boxes.some(box => box.bottom > frame.bottom + 4)) faults.push(`cut: ${text}`)
    }
    const scrolls = node => node !== root.parentElement && (
      ["auto", "scroll"].includes(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth
        && node.getBoundingClientRect().right <= innerWidth + 1 || scrolls(node.parentElement))
    const isAside = boxes.some(box => box.right > innerWidth + 1) && !scrolls(holder)
    if (isAside) faults.push(`beyond: ${text}`)
    const bar = holder.closest(".card-buttons, .sheet-bar")
    if (bar && getComputedStyle(bar).position === "sticky") continue
    for (const box of boxes) letters.push([text, box])
  }
  letters.forEach(([text, a], index) => {
    for (const [other, b] of letters.slice(index + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      const least = Math.min(a.height, b.height)
      if (text !== other && across > 2 && down > least * 0.4) faults.push(`over: ${text} | ${other}`)
    }
  })
  return [...new Set(faults)]
}"""


def enlarged(percent: int) -> str:
    """Return the style with which a page's letters grow; a page that is not a phone's takes no notice."""
    return f"body {{ -webkit-text-size-adjust: {percent}% !important }}"
