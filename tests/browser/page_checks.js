// What a page must keep when it is enlarged, calmed or recoloured. Each check returns sentences.
window.pageChecks = (() => {
  const name = (element) => {
    const text = (element.textContent || element.value || "").trim().replace(/\s+/g, " ");
    const kind = element.getAttribute("class");
    return `<${element.localName}${kind ? ` class="${kind}"` : ""}> « ${text.slice(0, 50)} »`;
  };

  const shown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    if (element.closest(".visually-hidden, .skip-link")) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  };

  const controls = () =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(shown);

  // Nothing sideways: the page itself never scrolls that way.
  const tooWide = () => {
    const root = document.documentElement;
    const extra = root.scrollWidth - root.clientWidth;
    if (extra <= 1) return [];
    const guilty = [...document.body.querySelectorAll("*")].filter(
      (element) =>
        shown(element) &&
        element.getBoundingClientRect().right > root.clientWidth + 1 &&
        !element.closest(".table-scroll, [data-scrolls]"),
    );
    return [`${extra}px too wide: ${guilty.slice(-3).map(name).join(", ")}`];
  };

  // Words cut off by the box that holds them; an ellipsis says that it cuts.
  const clipped = () =>
    [...document.body.querySelectorAll("*")]
      .filter((element) => {
        if (!shown(element) || element.closest("svg, select, textarea, input")) return false;
        const style = getComputedStyle(element);
        const hides = (flow) => flow === "hidden" || flow === "clip";
        if (style.textOverflow === "ellipsis" || !element.textContent.trim()) return false;
        const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 2;
        const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 2;
        const burst =
          element.matches("button, .button, .badge, .pill span") &&
          element.scrollWidth > element.clientWidth + 2;
        return wide || high || burst;
      })
      .map((element) => `clipped: ${name(element)}`);

  const overlaps = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;

  // Two things to press in the same place. Points of a map are where their communes are, and each
  // has its line in the list beside it.
  const overlapping = () => {
    const pressed = controls().filter((element) => !element.closest("svg"));
    const boxes = pressed.map((element) => ({ element, rects: [...element.getClientRects()] }));
    const found = [];
    boxes.forEach((one, index) => {
      for (const other of boxes.slice(index + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        if (one.rects.some((a) => other.rects.some((b) => overlaps(a, b)))) {
          found.push(`overlap: ${name(one.element)} and ${name(other.element)}`);
        }
      }
    });
    return found;
  };

  const seconds = (list) =>
    Math.max(...list.split(",").map((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1)));

  const moving = () =>
    [...document.querySelectorAll("*")]
      .flatMap((element) => [null, "::before", "::after"].map((part) => [element, part]))
      .filter(([element, part]) => {
        const style = getComputedStyle(element, part);
        const runs = style.animationName !== "none" && seconds(style.animationDuration) > 0.01;
        return runs || seconds(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth";
      })
      .map(([element, part]) => `moves: ${name(element)}${part ?? ""}`);

  // With forced colours a background says nothing: what is pressed or filled in needs a line.
  const borderless = () =>
    controls()
      .filter((element) => element.matches("button, .button, input, select, textarea, summary"))
      .filter((element) => !element.matches(".link-button, input[type=checkbox], input[type=radio]"))
      .filter((element) => {
        const style = getComputedStyle(element);
        const line = (side) =>
          parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none";
        const underlined = style.textDecorationLine.includes("underline");
        const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        return !line("Bottom") && !underlined && !outlined && element.localName !== "summary";
      })
      .map((element) => `no line in forced colours: ${name(element)}`);

  // Every description that a field names is on the page.
  const dangling = () =>
    [...document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls]")].flatMap(
      (element) =>
        ["aria-describedby", "aria-labelledby", "aria-controls"].flatMap((attribute) =>
          (element.getAttribute(attribute) ?? "")
            .split(/\s+/)
            .filter((id) => id && !document.getElementById(id))
            .map((id) => `${attribute} names « ${id} », which is nowhere: ${name(element)}`),
        ),
    );

  const enlarged = () => [...tooWide(), ...clipped(), ...overlapping()];

  return { enlarged, moving, borderless, dangling };
})();
