// Three players behind one face. Each opens a URL on a video element and answers
// { levels(), level(), setLevel(i), audio(), currentAudio(), setAudio(i), text(), setText(i), close() }; level -1 is automatic
// choice, text -1 none.

const loaded = new Map();

function script(src) {
  if (!loaded.has(src)) {
    loaded.set(src, new Promise((done, fail) => {
      const element = document.createElement('script');
      element.src = src;
      element.onload = done;
      element.onerror = () => fail(new Error(`cannot load ${src}`));
      document.head.append(element);
    }));
  }
  return loaded.get(src);
}

const licences = () => new URL('/clearkey', location.href).href;

/** Why a key is not had, for who looks at the page: the server says no more to anybody. */
function refusal(status, token) {
  if (status === 401) {
    return token ? 'this token does not open its key' : 'its key is given for a token only: type one in';
  }
  return `its key is not given: ${status}`;
}

/** A sound as people choose it: what it is called, and what it is for where it is not the main one. */
function called(name, roles) {
  const others = [...new Set(roles)].filter(role => role && role !== 'main' && role !== 'alternate');
  return others.length > 0 ? `${name} (${others.join(', ')})` : name;
}

async function openHls(video, plain, report, token) {
  await script('/vendor/hls.min.js');
  const url = token ? `${plain}?token=${encodeURIComponent(token)}` : plain;
  const hls = new Hls({ capLevelToPlayerSize: true });
  const parsed = new Promise((done, fail) => {
    hls.once(Hls.Events.MANIFEST_PARSED, done);
    hls.on(Hls.Events.ERROR, (_, e) => {
      if (e.details === Hls.ErrorDetails.KEY_LOAD_ERROR && e.response) {
        report(`hls.js: ${refusal(e.response.code, token)}`);
      } else if (e.fatal) {
        report(`hls.js: ${e.details}`);
        fail(new Error(`hls.js: ${e.details}`));
      }
    });
  });
  hls.attachMedia(video);
  hls.loadSource(url);
  try {
    await parsed;
  } catch (e) {
    hls.destroy();
    throw e;
  }
  return {
    levels: () => hls.levels.map(l => ({ bandwidth: l.bitrate, width: l.width, height: l.height })),
    level: () => hls.currentLevel,
    setLevel: i => { hls.currentLevel = i; },
    audio: () => hls.audioTracks.map(t => called(t.name || t.lang,
      (t.characteristics || '').includes('describes-video') ? ['description'] : [])),
    currentAudio: () => Math.max(0, hls.audioTrack),
    setAudio: i => { hls.audioTrack = i; },
    text: () => hls.subtitleTracks.map(t => called(t.name || t.lang,
      [t.forced ? 'forced' : (t.characteristics || '').includes('transcribes-spoken-dialog') ? 'caption' : ''])),
    setText: i => {
      hls.subtitleDisplay = i >= 0;
      hls.subtitleTrack = i;
    },
    close: () => hls.destroy(),
  };
}

async function openShaka(video, url, report, token) {
  await script('/vendor/shaka-player.compiled.js');
  const player = new shaka.Player();
  await player.attach(video);
  // it shows places and colours in an element of its own
  player.setVideoContainer(video.parentElement);
  player.configure({ drm: { servers: { 'org.w3.clearkey': licences() } } });
  const { LICENSE, KEY } = shaka.net.NetworkingEngine.RequestType;
  if (token) {
    player.getNetworkingEngine().registerRequestFilter((type, request) => {
      if (type === LICENSE || type === KEY) {
        request.headers.Authorization = `Bearer ${token}`;
      }
    });
  }
  // a licence that is not given is told with the answer inside
  const says = e => {
    const { LICENSE_REQUEST_FAILED, BAD_HTTP_STATUS } = shaka.util.Error.Code;
    const inner = e.code === LICENSE_REQUEST_FAILED ? e.data[0] : e;
    const isKey = inner.code === BAD_HTTP_STATUS && [LICENSE, KEY].includes(inner.data[4]);
    return isKey
      ? `Shaka Player: ${refusal(inner.data[1], token)}`
      : `Shaka Player: error ${e.code}`;
  };
  player.addEventListener('error', e => report(says(e.detail)));
  try {
    await player.load(url);
  } catch (e) {
    await player.destroy();
    throw new Error(says(e));
  }
  const texts = () => player.getTextTracks();
  const videos = () => player.getVideoTracks().sort((a, b) => a.bandwidth - b.bandwidth);
  return {
    levels: () => videos().map(t => ({ bandwidth: t.bandwidth, width: t.width, height: t.height })),
    level: () => videos().findIndex(t => t.active),
    setLevel: i => {
      player.configure('abr.enabled', i < 0);
      if (i >= 0) {
        player.selectVideoTrack(videos()[i], true);
      }
    },
    audio: () => player.getAudioTracks().map(t => called(t.label || t.language,
      [...t.roles || [], t.accessibilityPurpose === 'visually impaired' ? 'description' : ''])),
    currentAudio: () => Math.max(0, player.getAudioTracks().findIndex(t => t.active)),
    setAudio: i => player.selectAudioTrack(player.getAudioTracks()[i]),
    text: () => texts().map(t => called(t.label || t.language, [t.forced ? 'forced' : t.kind === 'caption' ? 'caption' : ''])),
    setText: i => player.selectTextTrack(i < 0 ? null : texts()[i]),
    close: () => player.destroy(),
  };
}

async function openDash(video, url, report, token) {
  await script('/vendor/dash.all.min.js');
  await script('/vendor/dash.mss.min.js');
  const player = dashjs.MediaPlayer().create();
  player.updateSettings({ debug: { logLevel: 0 }, streaming: { buffer: { fastSwitchEnabled: true } } });
  const message = e => `dash.js: ${e.error && (e.error.message || e.error.code) || 'error'}`;
  const ready = new Promise((done, fail) => {
    player.on('streamInitialized', done);
    player.on('error', e => {
      report(message(e));
      fail(new Error(message(e)));
    });
  });
  player.initialize(video, url, false);
  player.attachTTMLRenderingDiv(video.nextElementSibling);
  player.setProtectionData({ 'org.w3.clearkey': {
    serverURL: licences(), httpRequestHeaders: token ? { Authorization: `Bearer ${token}` } : {},
  } });
  try {
    await ready;
  } catch (e) {
    player.destroy();
    throw e;
  }
  const representations = () => player.getRepresentationsByType('video').sort((a, b) => a.bandwidth - b.bandwidth);
  const audio = () => player.getTracksFor('audio');
  return {
    levels: () => representations().map(r => ({ bandwidth: r.bandwidth, width: r.width, height: r.height })),
    level: () => {
      const current = player.getCurrentRepresentationForType('video');
      return current ? representations().findIndex(r => r.id === current.id) : -1;
    },
    setLevel: i => {
      player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: i < 0 } } } });
      if (i >= 0) {
        player.setRepresentationForTypeById('video', representations()[i].id, true);
      }
    },
    audio: () => audio().map(t => called(t.labels && t.labels[0] && t.labels[0].text || t.lang || t.id,
      [...t.roles || [], ...t.accessibility || []].map(descriptor => descriptor.value))),
    currentAudio: () => {
      const current = player.getCurrentTrackFor('audio');
      return Math.max(0, audio().findIndex(t => current && t.index === current.index && t.id === current.id));
    },
    setAudio: i => player.setCurrentTrack(audio()[i]),
    text: () => player.getTracksFor('text').map(t => called(t.labels && t.labels[0] && t.labels[0].text || t.lang || t.id,
      (t.roles || []).map(descriptor => descriptor.value.replace('-subtitle', '')).filter(role => role !== 'subtitle'))),
    setText: i => {
      player.enableText(i >= 0);
      player.setTextTrack(i);
    },
    close: () => player.destroy(),
  };
}

/** Players by key: name, the formats each can play, and how it is opened. */
export const players = {
  hls: { name: 'hls.js', kinds: ['hls'], open: openHls },
  shaka: { name: 'Shaka Player', kinds: ['dash', 'hls'], open: openShaka },
  dash: { name: 'dash.js', kinds: ['dash', 'smooth'], open: openDash },
};

/** Whether the players were fetched when the application was built. */
export async function available() {
  const answer = await fetch('/vendor/hls.min.js', { method: 'HEAD' }).catch(() => null);
  return answer !== null && answer.ok;
}
