// Numbers with units, as short as can be and never longer on one refresh than on the next by more than they must.

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P'];

/** The units somebody may choose, with their names. */
export const UNITS = {
    number: 'number',
    bytes: 'bytes',
    'bytes/s': 'bytes a second',
    seconds: 'seconds',
    ratio: 'percent, of 1',
    percent: 'percent, of 100',
    '1/s': 'a second',
    celsius: '°C',
    hertz: 'hertz',
    exact: 'exact',
};

/** A value as text; null and NaN are said as what they are. With more digits than the usual ones, if asked. */
export function format(value, unit = 'number', more = 0) {
    if (value === null || value === undefined) {
        return '–';
    }
    if (!Number.isFinite(value)) {
        return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    }
    switch (unit) {
        case 'bytes':
            return scaled(value, 1024, BINARY, more);
        case 'bytes/s':
            return `${scaled(value, 1024, BINARY, more)}/s`;
        case 'seconds':
            return seconds(value, more);
        case 'ratio':
            return percent(value * 100, more);
        case 'percent':
            return percent(value, more);
        case '1/s':
            return `${scaled(value, 1000, DECIMAL, more).trim()}/s`;
        case 'celsius':
            return `${digits(value, more)} °C`;
        case 'hertz':
            return `${scaled(value, 1000, DECIMAL, more)}Hz`;
        case 'exact':
            return String(value);
        default:
            return scaled(value, 1000, DECIMAL, more).trim();
    }
}

function scaled(value, base, names, more) {
    let at = 0;
    let rest = Math.abs(value);
    while (rest >= base * 0.9995 && at < names.length - 1) {
        rest /= base;
        at++;
    }
    const text = at === 0 && Number.isInteger(value) ? String(rest) : digits(rest, more);
    return `${value < 0 && rest !== 0 ? '-' : ''}${text} ${names[at]}`;
}

/** Three digits that count, no decimals from 100 on. */
function digits(value, more = 0) {
    const size = Math.abs(value);
    if (size === 0) {
        return '0';
    }
    if (size < 0.001) {
        return value.toExponential(1);
    }
    const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.0995 ? 2 : 4;
    return value.toFixed(decimals + more).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

/** A tenth of a percent is as much as anybody acts upon. */
function percent(value, more) {
    const size = Math.abs(value);
    if (size === 0 || size >= 99.95) {
        return `${size === 0 ? '0' : digits(value, more)} %`;
    }
    if (size < 0.01 && more === 0) {
        return '<0.01 %';
    }
    return `${value.toFixed((size < 0.995 ? 2 : 1) + more)} %`.replace(/\.0+ /, ' ');
}

function seconds(value, more) {
    const size = Math.abs(value);
    if (size === 0) {
        return '0 s';
    }
    if (size < 0.001) {
        return `${digits(value * 1e6, more)} µs`;
    }
    if (size < 1) {
        return `${digits(value * 1e3, more)} ms`;
    }
    if (size < 300) {
        return `${digits(value, more)} s`;
    }
    if (size < 7200) {
        return `${digits(value / 60, more)} min`;
    }
    return size < 172800 ? `${digits(value / 3600, more)} h` : `${digits(value / 86400, more)} d`;
}

/** The marks of an axis as texts: with as many digits as tell them apart. */
export function formatAll(values, unit) {
    for (let more = 0; more < 8; more++) {
        const texts = values.map((value) => format(value, unit, more));
        if (new Set(texts).size === texts.length) {
            return texts;
        }
    }
    return values.map((value) => format(value, unit));
}

/** Steps between the marks of an axis: powers of two for bytes, so that marks are round. */
export function increments(unit) {
    if (!unit.startsWith('bytes')) {
        return undefined;
    }
    const steps = [];
    for (let power = 0; power <= 50; power += 10) {
        for (const factor of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
            steps.push(factor * 2 ** power);
        }
    }
    return steps;
}

/** A guess at the unit of an expression, by the names in it. A guess only: it can be chosen. */
export function unitOf(expression) {
    const names = expression.match(/[a-zA-Z_:][\w:]*_[\w:]+/g) || [];
    const rated = /\b(rate|irate|deriv)\s*\(/.test(expression);
    const name = names.find((candidate) => /_(bytes|seconds|ratio|celsius|hertz|percent)(_total)?$/.test(candidate)) || names[0] || '';
    if (/\/|\bcount\b|\bstd(dev|var)\b|[<>=!]=?\s*bool/.test(expression.replace(/\{[^}]*\}/g, ''))) {
        return 'number';
    }
    if (/_bytes(_total)?$/.test(name)) {
        return rated ? 'bytes/s' : 'bytes';
    }
    if (/_seconds_total$/.test(name)) {
        return rated ? 'ratio' : 'seconds';
    }
    if (/_seconds$/.test(name)) {
        return 'seconds';
    }
    if (/_ratio$/.test(name)) {
        return 'ratio';
    }
    if (/_(celsius|hertz|percent)$/.test(name)) {
        return name.match(/_(celsius|hertz|percent)$/)[1];
    }
    return rated ? '1/s' : 'number';
}
