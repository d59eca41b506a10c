'use strict';

// One face for three players, for a test to drive: window.player.load(name, url), then state() and the setters.
(() => {
  const video = document.getElementById('video');
  // hls.js counts from the first decoding time of a transport stream; the first picture is shown this much later at most, seconds
  const START = 0.1;
  const errors = [];
  let stalls = 0;
  let adapter = null;

  // what is buffered of pictures and of sound, and which pictures were shown
  const buffers = [];
  const addSourceBuffer = MediaSource.prototype.addSourceBuffer;
  MediaSource.prototype.addSourceBuffer = function (type) {
    const buffer = addSourceBuffer.call(this, type);
    buffers.push({ type, buffer });
    return buffer;
  };
  const buffered = kind => {
    const ranges = [];
    buffers.filter(b => b.type.startsWith(kind)).forEach(b => {
      try {
        for (let i = 0; i < b.buffer.buffered.length; i++) ranges.push([b.buffer.buffered.start(i), b.buffer.buffered.end(i)]);
      } catch (e) { /* the player has removed it */ }
    });
    return ranges;
  };
  let firstFrame = -1;
  let landedFrame = -1;
  let lastFrame = -1;
  let jumps = 0;
  const shown = (_, frame) => {
    if (firstFrame < 0) firstFrame = frame.mediaTime;
    // a picture from before the jump may still come while the player seeks
    if (landedFrame < 0 && !video.seeking) landedFrame = frame.mediaTime;
    lastFrame = frame.mediaTime;
    video.requestVideoFrameCallback(shown);
  };
  video.requestVideoFrameCallback(shown);
  video.addEventListener('seeking', () => {
    landedFrame = -1;
    // Shaka sets the start when it has loaded; a video that is told to play may have begun by some thousandths of a second
    if (video.played.length > 0 && video.currentTime > video.played.start(0)) jumps++;
  });

  window.addEventListener('error', e => errors.push('script: ' + e.message));
  window.addEventListener('unhandledrejection', e => errors.push('promise: ' + (e.reason && e.reason.message || e.reason)));
  video.addEventListener('error', () => errors.push('video: ' + video.error.code + ' ' + video.error.message));
  video.addEventListener('waiting', () => { if (!video.seeking && video.currentTime > 0) stalls++; });

  const script = src => new Promise((done, fail) => {
    const element = document.createElement('script');
    element.src = src;
    element.onload = done;
    element.onerror = () => fail(new Error('cannot load ' + src));
    document.head.append(element);
  });

  // where licences of W3C Clear Key are had; a page of another host has to be told
  const licences = url => new URL('/clearkey', url).href;

  const adapters = {
    async hls(url) {
      await script('vendor/hls.min.js');
      const hls = new Hls({ enableWorker: false, maxBufferLength: 12 });
      let tracks = {};
      hls.on(Hls.Events.BUFFER_CREATED, (_, e) => { tracks = e.tracks; });
      // hls.js 1.7 reports an append without progress where the end of an audio append made it pass over the one of video that
      // was just done: it steps the queues of all source buffers, not only of the one that it waited for
      const isBuffered = frag => {
        const ranges = (frag.type === 'audio' ? tracks.audio : tracks.video || tracks.audiovideo).buffer.buffered;
        for (let i = 0; i < ranges.length; i++) {
          if (ranges.start(i) < frag.start + START && ranges.end(i) > frag.end - START) { return true; }
        }
        return false;
      };
      const isRefuted = e => !e.fatal && (e.details === 'bufferAppendNoProgress' && isBuffered(e.frag)
        || e.details === 'bufferSeekOverHole' && e.bufferInfo.nextStart < START);
      hls.on(Hls.Events.ERROR, (_, e) => {
        const text = 'hls.js: ' + e.details + (e.fatal ? ' (fatal)' : '') + ' ' + (e.error && e.error.message || '');
        if (e.details === 'aborted' && !e.fatal) { /* another text was chosen while one was on its way */ } else if (e.details === 'bufferStalledError') { stalls++; } else if (isRefuted(e)) { console.log('refuted: ' + text); } else { errors.push(text); }
      });
      hls.attachMedia(video);
      hls.loadSource(url);
      await new Promise(done => hls.once(Hls.Events.MANIFEST_PARSED, done));
      // a video that is told to play before anything is there is soon taken for stalled, and moved ahead
      if (video.readyState < video.HAVE_FUTURE_DATA) { await new Promise(done => video.addEventListener('canplay', done, { once: true })); }
      return {
        texts: () => hls.subtitleTracks.map(t => ({ label: t.name, language: t.lang, role: t.forced ? 'forced-subtitle' : t.characteristics ? 'caption' : 'subtitle' })),
        setText: i => { hls.subtitleDisplay = true; hls.subtitleTrack = i; },
        currentText: () => hls.subtitleTrack,
        levels: () => hls.levels.map(l => ({ bandwidth: l.bitrate, width: l.width, height: l.height })),
        level: () => hls.currentLevel,
        setLevel: i => { hls.currentLevel = i; },
        audio: () => hls.audioTracks.map(t => t.lang || t.name),
        currentAudio: () => Math.max(0, hls.audioTrack),
        setAudio: i => { hls.audioTrack = i; },
      };
    },
    async shaka(url) {
      await script('vendor/shaka-player.compiled.js');
      const player = new shaka.Player();
      player.addEventListener('error', e => errors.push('Shaka: ' + e.detail.code + ' ' + JSON.stringify(e.detail.data || [])));
      await player.attach(video);
      // it would move a video on that stands still for a second, as on a busy machine; one that needs it does not reach its end
      player.configure({ streaming: { bufferingGoal: 12, stallEnabled: false }, drm: { servers: { 'org.w3.clearkey': licences(url) } } });
      player.configure('accessibility.handleForcedSubtitlesAutomatically', false);
      try {
        await player.load(url);
      } catch (e) {
        throw new Error('Shaka: ' + e.code + ' ' + String(e.data));
      }
      const videos = () => {
        const tracks = player.getVideoTracks ? player.getVideoTracks() : [];
        return tracks.slice().sort((a, b) => a.bandwidth - b.bandwidth);
      };
      const audios = () => player.getAudioTracks ? player.getAudioTracks() : [];
      const texts = () => player.getTextTracks().slice().sort((a, b) => a.label < b.label ? -1 : 1);
      return {
        texts: () => texts().map(t => ({ label: t.label, language: t.language, role: t.forced ? 'forced-subtitle' : t.kind })),
        setText: i => player.selectTextTrack(texts()[i]),
        currentText: () => texts().findIndex(t => t.active),
        levels: () => videos().map(t => ({ bandwidth: t.bandwidth, width: t.width, height: t.height })),
        level: () => videos().findIndex(t => t.active),
        setLevel: i => { player.configure('abr.enabled', false); player.selectVideoTrack(videos()[i], true); },
        audio: () => audios().map(t => t.language),
        currentAudio: () => Math.max(0, audios().findIndex(t => t.active)),
        setAudio: i => player.selectAudioTrack(audios()[i]),
      };
    },
    async dash(url) {
      await script('vendor/dash.all.min.js');
      const player = dashjs.MediaPlayer().create();
      await script('vendor/dash.mss.min.js').catch(() => {});
      player.updateSettings({ debug: { logLevel: 0 }, streaming: { buffer: { fastSwitchEnabled: true, bufferTimeDefault: 12 } } });
      const failed = e => errors.push('dash.js: ' + (e.error && (e.error.code + ' ' + e.error.message) || e.type));
      player.on('error', failed);
      player.initialize(video, url, false);
      // before there are tracks of TTML, which it would not render
      const texts = document.createElement('div');
      texts.style = 'position: absolute; inset: 0';
      document.body.append(texts);
      player.attachTTMLRenderingDiv(texts);
      player.setProtectionData({ 'org.w3.clearkey': { serverURL: licences(url), priority: 0 } });
      await new Promise((done, fail) => {
        player.on('streamInitialized', done);
        player.on('error', e => fail(new Error('dash.js: ' + (e.error && e.error.message))));
      });
      const key = t => t.id !== null && t.id !== undefined ? t.id + '/' + t.index : String(t.index);
      const representations = () => player.getRepresentationsByType('video').slice().sort((a, b) => a.bandwidth - b.bandwidth);
      return {
        texts: () => player.getTracksFor('text').map(t => ({ label: t.labels.length ? t.labels[0].text : String(t.id || t.index), language: t.lang, role: t.roles.length ? t.roles[0].value : '' })),
        setText: i => { player.enableText(true); player.setTextTrack(i); },
        currentText: () => player.getCurrentTextTrackIndex(),
        levels: () => representations().map(r => ({ bandwidth: r.bandwidth, width: r.width, height: r.height })),
        level: () => {
          const current = player.getCurrentRepresentationForType('video');
          return current ? representations().findIndex(r => r.id === current.id) : -1;
        },
        setLevel: i => {
          player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: false } } } });
          player.setRepresentationForTypeById('video', representations()[i].id, true);
        },
        audio: () => player.getTracksFor('audio').map(t => t.lang || ''),
        currentAudio: () => {
          const current = player.getCurrentTrackFor('audio');
          return current ? player.getTracksFor('audio').findIndex(t => key(t) === key(current)) : 0;
        },
        setAudio: i => player.setCurrentTrack(player.getTracksFor('audio')[i]),
      };
    },
  };

  // WebVTT without its tags
  const plain = text => {
    const box = document.createElement('textarea');
    box.innerHTML = text.replace(/<[^>]*>/g, '');
    return box.value;
  };

  // what stands in a document as dash.js renders it
  const spans = element => element.kind === 'br' ? ' ' : (element.text || '')
    + (element.contents || []).map(spans).join('');
  const paragraphs = element => element.kind === 'p' ? [element] : (element.contents || []).flatMap(paragraphs);

  window.player = {
    async load(name, url) {
      adapter = await adapters[name](url);
      await video.play();
    },
    seek(time) { video.currentTime = time; },
    setRate(rate) { video.playbackRate = rate; },
    setLevel(i) { adapter.setLevel(i); },
    setAudio(i) { adapter.setAudio(i); },
    setText(i) { return adapter.setText(i); },
    texts() { return adapter.texts(); },
    currentText() { return adapter.currentText(); },
    // what is shown or will be, whichever player made it
    cues() {
      const cues = [];
      for (const track of video.textTracks) {
        if (track.mode === 'showing' && track.cues) {
          for (const cue of track.cues) {
            const texts = cue.isd ? paragraphs(cue.isd).map(spans) : [plain(cue.text)];
            texts.forEach(text => cues.push({ start: cue.startTime, end: cue.endTime, text: text.replace(/\s+/g, ' ').trim() }));
          }
        }
      }
      return cues.sort((a, b) => a.start - b.start);
    },
    state() {
      const ranges = [];
      for (let i = 0; i < video.buffered.length; i++) ranges.push([video.buffered.start(i), video.buffered.end(i)]);
      const quality = video.getVideoPlaybackQuality();
      return {
        time: video.currentTime, duration: video.duration, paused: video.paused, seeking: video.seeking, ended: video.ended,
        width: video.videoWidth, height: video.videoHeight, frames: quality.totalVideoFrames, dropped: quality.droppedVideoFrames,
        buffered: ranges, stalls, errors: errors.slice(), firstFrame, landedFrame, lastFrame, jumps,
        began: video.played.length > 0 ? video.played.start(0) : -1,
        audioBytes: video.webkitAudioDecodedByteCount, videoBuffered: buffered('video'), audioBuffered: buffered('audio'),
        levels: adapter ? adapter.levels() : [], level: adapter ? adapter.level() : -1,
        audio: adapter ? adapter.audio() : [], currentAudio: adapter ? adapter.currentAudio() : -1,
      };
    },
  };
})();
