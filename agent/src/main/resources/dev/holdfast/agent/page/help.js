// What the page can do, for those who press "?".

import { byId, el } from './dom.js';

const KEYS = [
    ['o q d', 'Overview, query, delivery'],
    ['t', 'Choose the time range'],
    ['[ ]', 'Earlier, later'],
    ['- +', 'Twice, half the time'],
    ['b', 'Back to the range before'],
    ['n', 'Follow the present'],
    ['/', 'Write an expression'],
    ['Enter', 'Run it; Shift+Enter is a new line'],
    ['Ctrl+Space', 'Complete'],
    ['Alt+↑ Alt+↓', 'Expressions from before'],
    ['← →', 'On a chart or a bar: read it, step by step; Enter zooms into a stretch of a bar'],
    ['c', 'Dark or light'],
    ['Esc', 'Close what is open'],
    ['?', 'This help'],
];

export function makeHelp() {
    const dialog = byId('help');
    dialog.append(
        el('h2', { id: 'help-title' }, 'Keys'),
        el('dl', { class: 'keys' }, KEYS.flatMap(([keys, text]) => [
            el('dt', {}, keys.split(' ').flatMap((key, i) => (i === 0 ? [el('kbd', {}, key)] : [' ', el('kbd', {}, key)]))),
            el('dd', {}, text)])),
        el('p', {}, 'Drag over a chart to zoom; the address of the page always says what is shown, so it can be sent on.'),
        el('p', { class: 'muted' }, 'Hatched stretches of a chart were not collected. A line ends where samples end; nothing is drawn that was not measured.'),
        el('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, 'Close'));
    // A click on what is around it closes it, as people expect.
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
}

export const openHelp = () => byId('help').open || byId('help').showModal();
