// What a page must not have, whoever looks at it: returns a line for each fault. Run inside the page by the tests.

const faults = [];
const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const describe = (element) => `<${element.tagName.toLowerCase()} id="${element.id}" class="${element.getAttribute('class') || ''}"> "${(element.textContent || '').trim().slice(0, 40)}"`;

function nameOf(element) {
    const labelled = element.getAttribute('aria-labelledby');
    if (labelled) {
        return labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent || '').join(' ').trim();
    }
    const shown = [...element.childNodes].filter((node) => node.nodeType === 3 || node.getAttribute?.('aria-hidden') !== 'true').map((node) => node.textContent).join('').trim();
    return (element.getAttribute('aria-label') || [...(element.labels || [])].map((label) => label.textContent).join(' ') || shown || element.getAttribute('title') || '').trim();
}

// Everything that can be reached has a name, and nothing jumps the order of the page.
for (const element of document.querySelectorAll('a[href], button, input, select, textarea, meter, [tabindex], [role="img"], [role="group"], section, nav, dialog[open]')) {
    if (visible(element) && element.id !== 'main' && nameOf(element) === '') {
        faults.push(`no name: ${describe(element)}`);
    }
    if (element.tabIndex > 0) {
        faults.push(`out of the order: ${describe(element)}`);
    }
}

const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push(`twice: id ${id}`));
for (const element of document.querySelectorAll('[aria-controls], [aria-describedby], [aria-labelledby], [popovertarget]')) {
    for (const attribute of ['aria-controls', 'aria-describedby', 'aria-labelledby', 'popovertarget']) {
        (element.getAttribute(attribute) || '').split(/\s+/).filter(Boolean).filter((id) => !document.getElementById(id)).forEach((id) => faults.push(`${attribute} of nothing: ${id}`));
    }
}
if (!document.documentElement.lang || !document.title) {
    faults.push('no language or no title');
}
if (document.querySelectorAll('h1').length !== 1) {
    faults.push('not one h1');
}

// Text is told from its ground: 4.5 to 1, or 3 to 1 where it is large (WCAG 2.2, 1.4.3; what is disabled is exempt).
function channels(text) {
    const numbers = (text.match(/[\d.]+/g) || []).map(Number);
    if (text.startsWith('color(srgb')) {
        return [...numbers.slice(0, 3).map((number) => number * 255), numbers[3] ?? 1];
    }
    return [...numbers.slice(0, 3), numbers[3] ?? 1];
}

function groundOf(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
        layers.unshift(channels(getComputedStyle(at).backgroundColor));
    }
    return layers.reduce((below, [r, g, b, a]) => [r, g, b].map((value, i) => value * a + below[i] * (1 - a)), [255, 255, 255]);
}

function luminance(rgb) {
    const [r, g, b] = rgb.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
}

const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || seen.has(element) || !visible(element) || element.closest('script, noscript, textarea, option, :disabled, .hidden-label, .skip, .old')) {
        continue;
    }
    seen.add(element);
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const [r, g, b, a] = channels(style.color);
    const ink = [r, g, b].map((value, i) => value * a + ground[i] * (1 - a));
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const ratio = contrast(ink, ground);
    if (ratio < needed) {
        faults.push(`contrast ${ratio.toFixed(2)}: ${describe(element)}`);
    }
}

// Nothing is fetched from anywhere else, and nothing hangs over the edge.
for (const entry of performance.getEntriesByType('resource')) {
    if (new URL(entry.name).origin !== location.origin) {
        faults.push(`foreign: ${entry.name}`);
    }
}
if (document.documentElement.scrollWidth > innerWidth) {
    faults.push(`wider than the window: ${document.documentElement.scrollWidth} > ${innerWidth}`);
}
return faults;
