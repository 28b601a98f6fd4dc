// Asks again and again while somebody looks, more slowly while nobody answers, and says so.

import { LostError, QueryError } from './api.js';
import { byId, el, setText } from './dom.js';
import { clock } from './times.js';

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60000;

/** One loop for the whole page: a view gives the task, and the task says how long its answer holds. */
export class Connection {
    constructor(task) {
        this.task = task;
        this.failures = 0;
        this.lostSince = 0;
        this.timer = 0;
        this.running = null;
        this.again = false;
        document.addEventListener('visibilitychange', () => (document.hidden ? this.rest() : this.now()));
    }

    /** Asks at once; what is under way is given up, since it was asked for another view or range. */
    now() {
        this.rest();
        this.run();
    }

    rest() {
        clearTimeout(this.timer);
        this.running?.abort();
        this.running = null;
    }

    async run() {
        if (document.hidden) {
            return;
        }
        const running = new AbortController();
        this.running = running;
        let pauseMs;
        try {
            pauseMs = await this.task(running.signal);
            if (running.signal.aborted) {
                return;
            }
            this.answered();
        } catch (failure) {
            if (running.signal.aborted) {
                return;
            }
            pauseMs = this.failed(failure);
        }
        this.running = null;
        if (pauseMs !== Infinity) {
            this.timer = setTimeout(() => this.run(), pauseMs);
        }
    }

    answered() {
        if (this.failures > 0) {
            this.failures = 0;
            byId('banner').hidden = true;
            document.body.classList.remove('lost');
        }
    }

    failed(failure) {
        if (!(failure instanceof LostError) && !(failure instanceof QueryError)) {
            // A mistake of this page: the console has it, and asking again would not mend it.
            this.say(`This page failed: ${failure.message}`, 0);
            console.error(failure);
            return Infinity;
        }
        if (this.failures++ === 0) {
            this.lostSince = Date.now();
        }
        const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.failures - 1));
        const what = failure instanceof LostError
            ? `The agent does not answer since ${clock(this.lostSince)} (${failure.message}). What is shown is from before.`
            : `The agent refuses: ${failure.message}`;
        this.say(what, pauseMs);
        return pauseMs;
    }

    say(what, pauseMs) {
        document.body.classList.add('lost');
        const banner = byId('banner');
        const next = pauseMs > 0 ? `Next try in ${Math.round(pauseMs / 1000)} s.` : '';
        if (banner.hidden || banner.childElementCount === 0) {
            banner.replaceChildren(el('span', {}), el('span', { 'aria-hidden': 'true' }), el('button', { type: 'button', onclick: () => this.now() }, 'Try now'));
            banner.hidden = false;
        }
        setText(banner.children[0], what);
        setText(banner.children[1], next);
    }
}
