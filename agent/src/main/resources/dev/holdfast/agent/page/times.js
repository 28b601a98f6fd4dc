// Times and durations as people and PromQL write them. The zone is the browser's, or UTC if somebody wants that.

import { recall, remember } from './storage.js';

const UNITS = [['y', 31536000000], ['w', 604800000], ['d', 86400000], ['h', 3600000], ['m', 60000], ['s', 1000], ['ms', 1]];

let utc = recall('utc', false);

export const isUtc = () => utc;

export function setUtc(value) {
    utc = value;
    remember('utc', value);
}

/** "1h30m" in milliseconds, or null. */
export function parseDuration(text) {
    const trimmed = text.trim();
    if (!/^(\d+(\.\d+)?(ms|[ywdhms]))+$/.test(trimmed)) {
        return null;
    }
    let totalMs = 0;
    for (const [, number, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[ywdhms])/g)) {
        totalMs += Number(number) * UNITS.find(([name]) => name === unit)[1];
    }
    return totalMs > 0 ? totalMs : null;
}

/** A duration that parseDuration and PromQL read: "1h30m". */
export function duration(ms) {
    let rest = Math.round(ms);
    let text = '';
    for (const [unit, length] of UNITS) {
        if (length > 86400000 && rest % length !== 0) {
            continue;
        }
        const count = Math.floor(rest / length);
        if (count > 0) {
            text += count + unit;
            rest -= count * length;
        }
    }
    return text || '0s';
}

/** A duration for people: its two largest units, "3 h 12 min". */
export function roughly(ms) {
    if (ms < 1000) {
        return `${Math.round(ms)} ms`;
    }
    if (ms < 10000) {
        return `${trim(ms / 1000)} s`;
    }
    const names = [['d', 86400000], ['h', 3600000], ['min', 60000], ['s', 1000]];
    const at = names.findIndex(([, length]) => ms >= length);
    const [name, length] = names[at];
    const whole = Math.floor(ms / length);
    const below = names[at + 1];
    const rest = below ? Math.floor((ms - whole * length) / below[1]) : 0;
    return rest > 0 && whole < 100 ? `${whole} ${name} ${rest} ${below[0]}` : `${whole} ${name}`;
}

function trim(number) {
    return number.toFixed(1).replace(/\.0$/, '');
}

const two = (number) => String(number).padStart(2, '0');

function fields(ms) {
    const date = new Date(ms);
    return utc
        ? [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
        : [date.getFullYear(), date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()];
}

export function day(ms) {
    const [year, month, date] = fields(ms);
    return `${year}-${two(month)}-${two(date)}`;
}

export function clock(ms) {
    const [, , , hour, minute, second] = fields(ms);
    return `${two(hour)}:${two(minute)}:${two(second)}`;
}

export const dayAndClock = (ms) => `${day(ms)} ${clock(ms)}`;

/** A moment as short as it can be said today: the day only when it is another one. */
export function moment(ms, nowMs = Date.now()) {
    return day(ms) === day(nowMs) ? clock(ms) : dayAndClock(ms);
}

export function zoneName() {
    if (utc) {
        return 'UTC';
    }
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const minutes = -new Date().getTimezoneOffset();
    const sign = minutes < 0 ? '-' : '+';
    const offset = minutes === 0 ? 'UTC' : `UTC${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
    return zone === offset || /^(Etc\/)?UTC$/.test(zone) ? offset : `${zone}, ${offset}`;
}

/** For an input of type datetime-local. */
export const toInput = (ms) => dayAndClock(ms).replace(' ', 'T');

/** What such an input says, in milliseconds, or NaN. */
export const fromInput = (text) => new Date(utc ? `${text}Z` : text).getTime();

/** A Date whose local fields are those of the chosen zone: what uPlot labels its axes by. */
export const zoned = (seconds) => (utc ? uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') : new Date(seconds * 1000));

/** How long ago something was: "just now" when it makes no difference. */
export const ago = (thenMs, nowMs) => (nowMs - thenMs < 2000 ? 'just now' : `${roughly(nowMs - thenMs)} ago`);
