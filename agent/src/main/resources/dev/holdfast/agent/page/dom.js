// Elements without markup in strings: what comes from labels or from the server is always text, never HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** An element; properties that begin with "on" are listeners, null and false are left out, the rest are attributes. */
export function el(name, properties = {}, ...children) {
    return fill(document.createElement(name), properties, children);
}

/** The same for SVG. */
export function svg(name, properties = {}, ...children) {
    return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(element, properties, children) {
    for (const [key, value] of Object.entries(properties)) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (key.startsWith('on')) {
            element.addEventListener(key.slice(2), value);
        } else {
            element.setAttribute(key, value === true ? '' : value);
        }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
}

/** Sets a text only when it is another one: what does not change is not laid out, nor read out, again. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

export const byId = (id) => document.getElementById(id);
