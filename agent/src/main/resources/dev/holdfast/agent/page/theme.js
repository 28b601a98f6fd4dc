// Dark and light: the system's choice until somebody chooses here. "themeboot.js" sets the first one.

/** Colours of lines, in the order in which they are given. */
export const PALETTE = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10'];

const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = [];

function chosen() {
    try {
        return localStorage.getItem('holdfast.theme');
    } catch (refused) {
        return null;
    }
}

function show(theme) {
    document.documentElement.dataset.theme = theme;
    listeners.forEach((listener) => listener(theme));
}

export function onTheme(listener) {
    listeners.push(listener);
}

export const theme = () => document.documentElement.dataset.theme;

export function switchTheme() {
    const next = theme() === 'dark' ? 'light' : 'dark';
    try {
        // Back to what the system has means: follow the system again.
        if ((next === 'dark') === system.matches) {
            localStorage.removeItem('holdfast.theme');
        } else {
            localStorage.setItem('holdfast.theme', next);
        }
    } catch (refused) {
        // The choice holds for this visit.
    }
    show(next);
}

system.addEventListener('change', () => {
    if (chosen() !== 'dark' && chosen() !== 'light') {
        show(system.matches ? 'dark' : 'light');
    }
});

/** A colour of the theme as charts need it: a value, not a variable. */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
