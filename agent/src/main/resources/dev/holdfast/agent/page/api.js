// Questions to the agent's HTTP API. Counts what it asks, so that the page can say what it costs.

/** The server said no: the question is at fault, or its answer would be too much. */
export class QueryError extends Error {
    constructor(type, message, status) {
        super(message);
        this.type = type;
        this.status = status;
    }
}

/** There was no answer, or one that is not of this API. */
export class LostError extends Error {}

/** What has been asked since the page was opened. */
export const cost = { requests: 0, bytes: 0 };

const LONGEST_GET = 1500;
const TIMEOUT_MS = 30000;

let aheadMs = 0;

/** Now, by the clock of the host: a page may be looked at from a computer with another idea of the time. */
export const hostNow = () => Date.now() + aheadMs;

function noteClock(response) {
    const hostMs = Date.parse(response.headers.get('date') || '');
    if (Number.isFinite(hostMs)) {
        // The header has whole seconds; less than three of difference is delay and rounding.
        const difference = hostMs + 500 - Date.now();
        aheadMs = Math.abs(difference) < 3000 ? 0 : difference;
    }
}

/**
 * Asks, and gives the envelope: data, warnings, infos.
 *
 * @throws {QueryError} the server's refusal, in its words
 * @throws {LostError} no answer
 */
export async function ask(path, parameters = {}, signal = undefined) {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        [value].flat().filter((one) => one !== undefined && one !== null).forEach((one) => form.append(name, one));
    }
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const request = { signal: signal ? AbortSignal.any([signal, timeout]) : timeout, headers: { accept: 'application/json' } };
    let url = `api/v1/${path}`;
    if (form.toString().length > LONGEST_GET) {
        request.method = 'POST';
        request.body = form;
    } else if (form.size > 0) {
        url += `?${form}`;
    }
    cost.requests++;
    let response;
    let text;
    try {
        response = await fetch(url, request);
        text = await response.text();
    } catch (failure) {
        if (signal?.aborted) {
            throw failure;
        }
        throw new LostError(timeout.aborted ? `no answer in ${TIMEOUT_MS / 1000} s` : 'no connection');
    }
    cost.bytes += text.length;
    noteClock(response);
    return opened(response, text);
}

function opened(response, text) {
    let answer;
    try {
        answer = JSON.parse(text);
    } catch (failure) {
        throw new LostError(`${response.status} ${text.slice(0, 120).trim() || response.statusText}`);
    }
    if (answer.status !== 'success') {
        throw new QueryError(answer.errorType || 'unknown', answer.error || `status ${response.status}`, response.status);
    }
    return { data: answer.data, warnings: answer.warnings || [], infos: answer.infos || [] };
}

export const seconds = (ms) => (ms / 1000).toFixed(3).replace(/\.?0+$/, '');

export const queryRange = (query, startMs, endMs, stepMs, more = {}, signal = undefined) =>
    ask('query_range', { query, start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs), ...more }, signal);

export const queryAt = (query, timeMs, more = {}, signal = undefined) =>
    ask('query', { query, time: seconds(timeMs), ...more }, signal);
