() => {
  // What axe's rules can tell from one another on this page as it stands: `shape`, all that is there to be seen or read
  // with its attributes; `colours`, every way in which a text stands out from what is behind it. Drawings left out.
  const back = new Map();
  const behind = (element) => {
    // Backgrounds from here outwards up to one that nothing shines through, and how clear it all is.
    if (!element) return { layers: '', opacity: 1 };
    if (back.has(element)) return back.get(element);
    const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(element);
    const clear = backgroundColor === 'rgba(0, 0, 0, 0)' && backgroundImage === 'none';
    const solid = backgroundColor.startsWith('rgb(') && backgroundImage === 'none';
    const beyond = behind(element.parentElement);
    // What is moved about lies on something else than what it stands in.
    const moved = ['absolute', 'fixed', 'sticky'].includes(position) && !solid ? ` over ${element.className}` : '';
    const own = clear ? '' : ` ${backgroundColor} ${backgroundImage}`;
    const found = { layers: own + moved + (solid ? '' : beyond.layers), opacity: opacity * beyond.opacity };
    back.set(element, found);
    return found;
  };
  const written = (element) => element.matches('input, select, textarea')
    || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const colour = (element) => {
    const { color, fontSize, fontWeight, textShadow, textDecorationLine, borderBottomStyle } = getComputedStyle(element);
    const { layers, opacity } = behind(element);
    const around = element.localName === 'a' ? getComputedStyle(element.parentElement).color : '';
    const disabled = element.matches(':disabled, [aria-disabled=true], :disabled *') ? 'disabled' : '';
    const marks = `${textDecorationLine} ${borderBottomStyle} ${around} ${disabled}`;
    return `${color} ${fontSize} ${fontWeight} ${textShadow} ${marks} ${opacity} on${layers}`;
  };
  const there = [...document.body.querySelectorAll('*')]
    .filter((element) => !element.closest('.djs-container') && element.checkVisibility({ visibilityProperty: true }));
  return {
    shape: there.map((element) => [element.localName, ...[...element.attributes].map((each) => each.value)].join(' ')).join('\n'),
    colours: [...new Set(there.filter(written).map(colour))],
  };
}
