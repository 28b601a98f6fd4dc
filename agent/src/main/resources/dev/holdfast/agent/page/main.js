// The page: one loop of asking, three views, and the keys.

import { cost } from './api.js';
import { Connection } from './connection.js';
import { Delivery } from './delivery.js';
import { byId, setText } from './dom.js';
import { makeHelp, openHelp } from './help.js';
import { Host } from './host.js';
import { Overview } from './overview.js';
import { arrive, depth, go, hashOf, onPlace, place } from './place.js';
import { QueryView } from './queryview.js';
import { goLive, makeRange, openRange, scale, shift, showRange } from './range.js';
import { onTheme, switchTheme, theme } from './theme.js';
import { zoneName } from './times.js';
import { format } from './units.js';

const host = new Host();
makeRange();
makeHelp();
const views = { overview: new Overview(host), query: new QueryView(host), delivery: new Delivery(host) };

const connection = new Connection(async (signal) => {
    const pauseMs = await views[place.view].refresh(signal);
    showRange(host.stopped);
    setText(byId('foot'), `Times in ${zoneName()}. This page has asked ${cost.requests} times for ${format(cost.bytes, 'bytes')}.`);
    return pauseMs;
});
Object.values(views).forEach((view) => {
    view.onChange = () => connection.now();
});

onPlace((before) => {
    for (const link of document.querySelectorAll('a[data-view]')) {
        link.setAttribute('href', hashOf({ view: link.dataset.view }));
    }
    for (const link of document.querySelectorAll('.tabs a')) {
        link.toggleAttribute('aria-current', false);
        if (link.dataset.view === place.view) {
            link.setAttribute('aria-current', 'page');
        }
    }
    for (const [name, view] of Object.entries(views)) {
        byId(name).hidden = name !== place.view;
        if (JSON.stringify(before.range) !== JSON.stringify(place.range) || before.host !== place.host) {
            view.changed();
        }
    }
    views[place.view].arrive?.();
    showRange();
    connection.now();
});

document.addEventListener('holdfast:zone', () => {
    showRange();
    views[place.view].changed();
    connection.now();
});

function showTheme() {
    const other = theme() === 'dark' ? 'light' : 'dark';
    byId('theme').setAttribute('aria-label', `Switch to the ${other} theme`);
    byId('theme').title = `Switch to the ${other} theme  (c)`;
}

onTheme(showTheme);
showTheme();
byId('theme').addEventListener('click', switchTheme);
byId('help-open').addEventListener('click', openHelp);
byId('help-open').title = 'Help  (?)';
document.querySelector('.skip').addEventListener('click', (event) => {
    // The hash is the place; jumping must not change it.
    event.preventDefault();
    byId('main').focus();
});

const KEYS = {
    o: () => go({ view: 'overview' }),
    q: () => go({ view: 'query' }),
    d: () => go({ view: 'delivery' }),
    '/': () => {
        go({ view: 'query' });
        views.query.focus();
    },
    t: openRange,
    '[': () => shift(-0.5),
    ']': () => shift(0.5),
    '-': () => scale(2),
    '+': () => scale(0.5),
    '=': () => scale(0.5),
    b: () => depth() > 0 && history.back(),
    n: goLive,
    c: switchTheme,
    '?': openHelp,
};

document.addEventListener('keydown', (event) => {
    const writing = event.target.closest('input, textarea, select, [contenteditable], dialog, [popover]');
    const action = KEYS[event.key];
    if (action && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        action();
    }
});

arrive();
