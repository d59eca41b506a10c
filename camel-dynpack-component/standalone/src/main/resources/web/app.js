import { available, players } from './players.js';

// The formats as they stand in the last part of a streaming URL; the keys are those of the deep link.
const FORMATS = {
  'm3u8-cmaf': { name: 'HLS, CMAF', kind: 'hls', player: 'hls' },
  'm3u8-aapl': { name: 'HLS, TS', kind: 'hls', player: 'hls' },
  'm3u8-aapl-v3': { name: 'HLS, TS, version 3', kind: 'hls', player: 'hls' },
  'mpd-time-cmaf': { name: 'DASH, CMAF', kind: 'dash', player: 'shaka' },
  'mpd-time-csf': { name: 'DASH, CSF', kind: 'dash', player: 'dash' },
  'fmp4': { name: 'Smooth Streaming', kind: 'smooth', player: 'dash' },
  'fmp4-v20': { name: 'Smooth Streaming 2.0', kind: 'smooth', player: 'dash' },
};
// How the streams of a URL are encrypted; in deep links it follows the format behind a plus.
const ENCRYPTIONS = { cbc: 'AES-128', cenc: 'cenc', 'cbcs-aapl': 'cbcs', piff: 'PIFF' };
// The words of listPaths.
const PROTOCOLS = { hls: 'Hls', dash: 'Dash', smooth: 'SmoothStreaming' };
const REFRESH_MS = 3000;
const EAGER_MS = 15000;
const READOUT_MS = 250;
// More names than anybody reads; the search finds the others.
const MAX_LISTED = 200;
// What a row says beside the name; published ones need no word.
const STATES = {
  WAITING: 'waiting', INGESTING: 'reading', REFUSED: 'refused', FAILED: 'failed', PASSED_OVER: 'no asset',
};

const $ = id => document.getElementById(id);
const video = $('video');

/** Rows of assets.json by name. */
const rows = new Map();
let version = '';
/** All rows, by ascending name. */
let assets = [];
let canPlay = false;
let playing = null;
let attempt = 0;
let startedAt = 0;
let showing = '';

/** What is going on, for tests and the console. */
const state = {
  assets: [], asset: null, format: null, player: null, url: null, ready: false, startup: null,
  get currentTime() { return video.currentTime; },
  get duration() { return video.duration; },
  get level() { return playing ? playing.level() : -1; },
  get levels() { return playing ? playing.levels() : []; },
  get audio() { return playing ? playing.audio() : []; },
  get text() { return playing ? playing.text() : []; },
  get currentAudio() { return playing ? playing.currentAudio() : -1; },
  errors: [],
};
window.dynpack = state;

/** The format of a URL, and behind a plus its encryption. */
function kindOf(path) {
  const parentheses = /\(([^/]*)\)(\.\w+)?$/.exec(path);
  const parameters = Object.fromEntries((parentheses ? parentheses[1] : '').split(',').map(pair => pair.trim().split('=')));
  return (parameters.format || 'fmp4') + (parameters.encryption ? `+${parameters.encryption}` : '');
}

const formatOf = kind => FORMATS[kind.split('+')[0]];
const encryptionOf = kind => kind.split('+')[1] || '';

function nameOf(kind) {
  const encryption = encryptionOf(kind);
  return formatOf(kind).name + (encryption ? `, ${ENCRYPTIONS[encryption] || encryption}` : '');
}

/** hls.js has no Clear Key for samples. */
function playerOf(kind) {
  const { player } = formatOf(kind);
  return player === 'hls' && !['', 'cbc'].includes(encryptionOf(kind)) ? 'shaka' : player;
}

/** One URL a format and encryption that the locator's policy allows: those that its paths list, and those that they leave out. */
function urls(locator) {
  const protocols = locator ? locator.streamingPaths || [] : [];
  const listed = {};
  protocols.forEach(p => (p.paths || []).forEach(path => { listed[kindOf(path)] = path; }));
  const paths = Object.values(listed);
  if (paths.length === 0) {
    return {};
  }
  const manifest = paths[0].replace(/\/manifest(\([^/]*\))?(\.\w+)?$/i, '/manifest');
  const offered = {};
  for (const encryption of ['', ...Object.keys(ENCRYPTIONS)]) {
    for (const [format, { kind: protocol }] of Object.entries(FORMATS)) {
      const kind = encryption ? `${format}+${encryption}` : format;
      const isOffered = protocols.some(p => p.streamingProtocol === PROTOCOLS[protocol]
        && (p.paths || []).some(path => encryptionOf(kindOf(path)) === encryption));
      // transport streams have no form for encrypted samples
      const hasForm = ['', 'cbc'].includes(encryption) || protocol === 'smooth';
      const parameters = [...(format === 'fmp4' ? [] : [`format=${format}`]), ...(encryption ? [`encryption=${encryption}`] : [])];
      if (listed[kind] || isOffered && hasForm) {
        const made = parameters.length > 0 ? `${manifest}(${parameters.join(',')})` : manifest;
        offered[kind] = new URL(listed[kind] || made, location.href).href;
      }
    }
  }
  return offered;
}

/** The locator that the link names, else the first that offers its format, else the first that streams. */
function chosen(asset, id, format) {
  return asset.locators.find(l => l.locatorId === id) || asset.locators.find(l => format && urls(l)[format])
    || asset.locators.find(l => (l.streamingPaths || []).length > 0) || asset.locators[0];
}

/** A locator in a line: what tells it from the others. */
function title(locator) {
  const says = [locator.streamingPolicyName];
  if ((locator.filters || []).length > 0) {
    says.push(`filters ${locator.filters.join(', ')}`);
  }
  if (locator.startTime) {
    says.push(`from ${locator.startTime}`);
  }
  if (locator.endTime && !locator.endTime.startsWith('9999')) {
    says.push(`until ${locator.endTime}`);
  }
  return `${locator.name || locator.locatorId}: ${says.filter(text => text).join(', ')}`;
}

function report(message) {
  state.errors.push(message);
  $('error').textContent = message;
  $('error').hidden = false;
}

function option(select, value, text) {
  select.add(new Option(text, value));
}

function fill(select, entries, chosen) {
  select.replaceChildren();
  entries.forEach(([value, text]) => option(select, value, text));
  select.value = chosen;
  select.disabled = entries.length < 2;
}

/** Assets that lost something, and folders that are none, shall not look like the others: a word, and how bad it is. */
function mark(asset) {
  if (asset.state === 'INGESTING' && asset.files > 0) {
    return [`${STATES.INGESTING} ${asset.done}/${asset.files}`, ''];
  }
  if (STATES[asset.state]) {
    return [STATES[asset.state], ['WAITING', 'INGESTING'].includes(asset.state) ? '' : 'bad'];
  }
  const severities = asset.findings.map(f => f.severity);
  return severities.includes('ERROR') ? ['incomplete', 'bad'] : severities.includes('WARNING') ? ['see findings', ''] : ['', ''];
}

function showAssets() {
  const words = $('search').value.toLowerCase().split(/\s+/).filter(word => word);
  const found = assets.filter(asset => words.every(word => asset.name.toLowerCase().includes(word)));
  const listed = found.slice(0, MAX_LISTED);
  $('assets').replaceChildren(...listed.map(asset => {
    const button = document.createElement('button');
    button.type = 'button';
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = asset.name;
    button.append(name);
    const [word, weight] = mark(asset);
    if (word) {
      const badge = document.createElement('span');
      badge.className = `badge ${weight}`;
      badge.textContent = word;
      button.append(' ', badge);
    }
    if (asset.name === state.asset) {
      button.setAttribute('aria-current', 'true');
    }
    button.addEventListener('click', () => go({ asset: asset.name, locator: '', filter: '' }));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
  $('more-assets').hidden = found.length === listed.length && found.length > 0 || assets.length === 0;
  $('more-assets').textContent = found.length === 0 ? 'No name matches.' : `and ${found.length - listed.length} more; search for them`;
  $('no-assets').hidden = assets.length > 0;
}

function cells(...texts) {
  const line = document.createElement('tr');
  line.append(...texts.map(text => {
    const cell = document.createElement('td');
    cell.textContent = text;
    return cell;
  }));
  return line;
}

function showDetails(asset) {
  const total = asset.duration === null || asset.duration === undefined ? '' : clock(Number(asset.duration));
  const says = {
    WAITING: `Its files are not complete: it ${asset.message}.`,
    INGESTING: asset.files > 0 ? `Reading its files: ${asset.done} of ${asset.files}.` : 'Reading its files.',
    INGESTED: asset.locators.length > 0 ? `Published, ${total}` : 'Not published.',
    REFUSED: `Cannot be used: ${asset.message}`,
    FAILED: `Failed, and is tried again: ${asset.message}`,
    PASSED_OVER: `No asset: ${asset.message}.`,
  };
  $('status').textContent = says[asset.state] || '';
  $('status').className = asset.state.toLowerCase();
  $('findings').replaceChildren(...asset.findings.map(finding => {
    const item = document.createElement('li');
    item.className = finding.severity.toLowerCase();
    const where = finding.time >= 0 ? ` at ${clock(finding.time / 1e7)}` : '';
    item.textContent = `${finding.severity.toLowerCase()}: ${finding.file ? `${finding.file}${where}: ` : ''}${finding.message}`;
    return item;
  }));
  $('findings-part').hidden = asset.findings.length === 0;
  const lines = asset.streams.flatMap(stream => stream.levels.map(level => cells(
    `${stream.name} (${stream.kind}${stream.language ? `, ${stream.language}` : ''})`, rate(level.bitrate), level.codecs,
    level.height ? `${level.width} × ${level.height}` : `${level.channels} channels, ${level.sampleRate} Hz`, level.file)));
  $('tracks').tBodies[0].replaceChildren(...lines);
  $('tracks-part').hidden = lines.length === 0;
}

function row(name, url) {
  const item = document.createElement('li');
  const title = document.createElement('span');
  title.className = 'name';
  title.textContent = name;
  const code = document.createElement('code');
  code.textContent = url;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy the URL of ${name}`);
  button.addEventListener('click', () => copy(code, button));
  item.append(title, code, button);
  return item;
}

async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = 'Selected';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}

/** All of them: a locator more is a heading more. */
function showUrls(asset) {
  const lines = asset.locators.flatMap(locator => {
    const streams = Object.entries(urls(locator)).map(([kind, url]) => row(nameOf(kind), url));
    const downloads = (locator.downloadPaths || [])
      .map(path => row(`Download ${decodeURIComponent(path.split('/').pop())}`, new URL(path, location.href).href));
    const heading = document.createElement('li');
    heading.className = 'locator';
    heading.textContent = title(locator);
    return [...(asset.locators.length > 1 ? [heading] : []), ...streams, ...downloads];
  });
  $('urls').replaceChildren(...lines);
  $('urls-part').hidden = lines.length === 0;
}

/** With the filters of the page in its parentheses. */
function filtered(url, filter) {
  if (!url || !filter) {
    return url;
  }
  return url.endsWith(')') ? `${url.slice(0, -1)},filter=${filter})` : `${url}(filter=${filter})`;
}

/** Names of the filters that there are, for whoever types one. */
async function suggest(asset) {
  const lists = await Promise.all(['/filters.json', `/filters.json?asset=${encodeURIComponent(asset)}`].map(async address => {
    const answer = await fetch(address, { cache: 'no-store' });
    return answer.ok ? answer.json() : [];
  }));
  $('filters').replaceChildren(...[...new Set(lists.flat().map(filter => filter.name))].map(name => new Option(name)));
}

/** Why the URL that plays is answered as it is; asked for where somebody looks. */
async function explain() {
  if (!$('explain-part').open || !state.url) {
    return;
  }
  const url = state.url;
  const answer = await fetch(`/explain.json?url=${encodeURIComponent(url)}`, { cache: 'no-store' });
  if (!answer.ok || url !== state.url) {
    return;
  }
  const { answer: { status, code, cause }, filters, time, tracks } = await answer.json();
  const says = [code ? `${status} ${code}: ${cause}` : `${status}`];
  if (filters.length > 0) {
    says.push(`filters ${filters.map(filter => filter.name + (filter.locks ? ' (locks)' : '')).join(', ')}`);
  }
  if (time && (time.start > 0 || time.end)) {
    says.push(`${clock(time.start / 1e7)} to ${time.end ? clock(time.end / 1e7) : 'the end'}`);
  }
  $('answer').textContent = says.join(' · ');
  $('explained').tBodies[0].replaceChildren(...tracks.map(track => cells(`${track.name} (${track.kind.toLowerCase()})`,
    rate(track.bitrate), track.shown ? `${track.fragments} fragments` : 'no', track.reachable ? 'yes' : 'no',
    track.reasons.join('; '))));
}

function wanted() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Changes part of the deep link; what follows from it is done when the address has changed. */
function go(change) {
  const link = { asset: state.asset, ...wanted(), ...change };
  const given = Object.entries(link).filter(([, value]) => value);
  history.pushState(null, '', `#${new URLSearchParams(given)}`);
  follow();
}

function follow() {
  const link = wanted();
  const asset = link.asset ? rows.get(link.asset) : assets.find(a => a.locators.length > 0) || assets[0];
  $('unknown').hidden = !link.asset || Boolean(asset);
  $('unknown').textContent = link.asset ? `There is no asset "${link.asset}" in the media folder.` : '';
  $('stage').hidden = !asset;
  if (!asset) {
    Object.assign(state, { asset: link.asset || null, url: null });
    showing = '';
    stop();
    showAssets();
    return;
  }
  showDetails(asset);
  const locator = chosen(asset, link.locator, link.format);
  const offered = urls(locator);
  const format = link.format && formatOf(link.format) ? link.format : Object.keys(offered)[0] || 'm3u8-cmaf';
  const { kind } = formatOf(format);
  const player = players[link.player] && players[link.player].kinds.includes(kind) ? link.player : playerOf(format);
  const filter = link.filter || '';
  const key = JSON.stringify([asset.name, asset.locators, locator && locator.locatorId, format, player, filter]);
  if (key === showing) {
    return;
  }
  showing = key;
  if (state.asset !== asset.name) {
    suggest(asset.name).catch(() => {});
  }
  Object.assign(state, { asset: asset.name, format, player, url: filtered(offered[format], filter) || null });
  $('filter').value = filter;
  explain().catch(() => {});
  $('asset-title').textContent = asset.name;
  fill($('locator'), asset.locators.map(l => [l.locatorId, title(l)]), locator ? locator.locatorId : '');
  $('locator-part').hidden = asset.locators.length < 2;
  const formats = offered[format] ? Object.keys(offered) : [format, ...Object.keys(offered)];
  fill($('format'), formats.map(each => [each, nameOf(each)]), format);
  fill($('player'), Object.entries(players).filter(([, p]) => p.kinds.includes(kind)).map(([p, { name }]) => [p, name]), player);
  showAssets();
  showUrls(asset);
  const playable = canPlay && Boolean(state.url);
  $('theatre').hidden = !state.url;
  $('controls').hidden = !playable;
  $('filter-part').hidden = !state.url;
  $('token-part').hidden = !playable || !encryptionOf(format);
  $('explain-part').hidden = !state.url;
  $('readout').hidden = !playable;
  if (playable) {
    play();
  } else {
    stop();
  }
}

/** Nothing plays any longer. */
async function stop() {
  attempt++;
  const previous = playing;
  playing = null;
  state.ready = false;
  $('error').hidden = true;
  await (previous && previous.close());
}

/** Choices with their places; names that stand twice can be told apart. */
const numbered = names => names.map((name, i) => [i, names.indexOf(name) === i ? name : `${name} (${i + 1})`]);

async function play() {
  const mine = ++attempt;
  const previous = playing;
  playing = null;
  Object.assign(state, { ready: false, startup: null });
  state.errors.length = 0;
  $('error').hidden = true;
  fill($('quality'), [], '');
  fill($('audio'), [], '');
  fill($('text'), [], '');
  startedAt = performance.now();
  try {
    await (previous && previous.close());
    const opened = await players[state.player].open(video, state.url, message => mine === attempt && report(message),
      $('token').value.trim());
    if (mine !== attempt) {
      await opened.close();
      return;
    }
    playing = opened;
    const levels = opened.levels().map((l, i) => [i, l]).sort(([, a], [, b]) => b.bandwidth - a.bandwidth);
    fill($('quality'), [[-1, 'Automatic'], ...levels.map(([i, l]) => [i, describe(l)])], -1);
    const names = opened.audio();
    fill($('audio'), numbered(names), opened.currentAudio());
    const texts = opened.text();
    fill($('text'), texts.length > 0 ? [[-1, 'None'], ...numbered(texts)] : [], -1);
    if (texts.length > 0) {
      opened.setText(-1);
    }
    state.ready = true;
    await video.play().catch(e => {
      // a browser that wants a click first is no fault of the stream
      if (e.name !== 'NotAllowedError' && e.name !== 'AbortError') {
        throw e;
      }
    });
  } catch (e) {
    if (mine === attempt && !state.errors.includes(e.message)) {
      report(e.message);
    }
  }
}

function rate(bandwidth) {
  return bandwidth >= 1e6 ? `${(bandwidth / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bandwidth / 1e3)} kbit/s`;
}

function describe({ bandwidth, width, height }) {
  return height ? `${width} × ${height}, ${rate(bandwidth)}` : rate(bandwidth);
}

function clock(seconds) {
  if (!Number.isFinite(seconds)) {
    return '–';
  }
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map(n => String(n).padStart(2, '0'));
  return (whole >= 3600 ? `${Math.floor(whole / 3600)}:` : '') + parts.join(':') + '.' + Math.floor(seconds * 10) % 10;
}

function readOut() {
  let ahead = 0;
  for (let i = 0; i < video.buffered.length; i++) {
    if (video.buffered.start(i) <= video.currentTime + 0.1 && video.buffered.end(i) > video.currentTime) {
      ahead = video.buffered.end(i) - video.currentTime;
    }
  }
  const level = playing && playing.levels()[playing.level()];
  $('time').textContent = playing ? `${clock(video.currentTime)} / ${clock(video.duration)}` : '–';
  $('buffer').textContent = playing ? `${ahead.toFixed(1)} s` : '–';
  $('level').textContent = level ? describe(level) : '–';
  $('startup').textContent = state.startup === null ? '–' : `${state.startup} ms`;
  $('dropped').textContent = playing ? `${video.getVideoPlaybackQuality().droppedVideoFrames}` : '–';
}

/** Asks for what changed since the last answer; a page that nobody looks at asks nothing. */
async function refresh() {
  try {
    if (!document.hidden || !version) {
      const answer = await fetch(`/assets.json?since=${version}`, { cache: 'no-store' });
      if (!answer.ok) {
        throw new Error(`status ${answer.status}`);
      }
      take(await answer.json());
    }
  } catch (e) {
    if (!version) {
      report(`The list of assets cannot be read: ${e.message}`);
    }
  }
  // who opens the page of a node that has just started waits for the first asset
  setTimeout(refresh, performance.now() < EAGER_MS ? REFRESH_MS / 10 : REFRESH_MS);
}

function take(changes) {
  const first = !version;
  version = changes.version;
  if (changes.whole) {
    rows.clear();
  }
  changes.assets.forEach(asset => asset.state === 'GONE' ? rows.delete(asset.name) : rows.set(asset.name, asset));
  if (first || changes.whole || changes.assets.length > 0) {
    assets = [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    state.assets = assets;
    showAssets();
    follow();
  }
}

$('format').addEventListener('change', e => go({ format: e.target.value, player: '' }));
$('locator').addEventListener('change', e => go({ locator: e.target.value }));
$('filter-part').addEventListener('submit', e => {
  e.preventDefault();
  go({ filter: $('filter').value.replace(/\s/g, '') });
});
$('token-part').addEventListener('submit', e => {
  e.preventDefault();
  play();
});
$('explain-part').addEventListener('toggle', () => explain().catch(() => {}));
$('search').addEventListener('input', showAssets);
$('player').addEventListener('change', e => go({ player: e.target.value }));
$('quality').addEventListener('change', e => playing && playing.setLevel(Number(e.target.value)));
$('audio').addEventListener('change', e => playing && playing.setAudio(Number(e.target.value)));
$('text').addEventListener('change', e => playing && playing.setText(Number(e.target.value)));
video.addEventListener('loadeddata', () => {
  if (state.startup === null) {
    state.startup = Math.round(performance.now() - startedAt);
  }
});
video.addEventListener('error', () => video.error && playing && report(`Video: ${video.error.message || video.error.code}`));
addEventListener('popstate', follow);
addEventListener('hashchange', follow);

canPlay = await available();
video.hidden = !canPlay;
$('no-players').hidden = canPlay;
setInterval(readOut, READOUT_MS);
await refresh();
