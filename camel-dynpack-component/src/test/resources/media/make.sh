#!/bin/sh
# Makes the files beside it with the ffmpeg on the PATH: four seconds each, a key frame every two, one codec a file.
set -e
cd "$(dirname "$0")"
video() { name=$1; shift; ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=96x64:r=25:d=4 -g 50 -keyint_min 50 -threads 1 -fflags +bitexact -flags +bitexact -movflags +faststart "$@" "$name.mp4"; }
sound() { name=$1; layout=$2; shift 2; ffmpeg -nostdin -v error -y -f lavfi -i "sine=440:r=48000:d=4,aformat=channel_layouts=$layout" -fflags +bitexact -flags +bitexact -metadata:s:a language=eng -movflags +faststart "$@" "$name.mp4"; }
video avc1 -pix_fmt yuv420p -c:v libx264 -preset veryfast -bf 2 -b_strategy 0 -sc_threshold 0 -crf 30
video avc3 -pix_fmt yuv420p -c:v libx264 -preset veryfast -bf 0 -sc_threshold 0 -crf 30 -x264-params repeat-headers=1 -tag:v avc3
video hvc1 -pix_fmt yuv420p10le -c:v libx265 -preset ultrafast -x265-params log-level=none:info=0:keyint=50:min-keyint=50:scenecut=0:open-gop=0:bframes=2:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc -crf 32 -tag:v hvc1
video hev1 -pix_fmt yuv420p -c:v libx265 -preset ultrafast -x265-params log-level=none:info=0:keyint=54:min-keyint=54:scenecut=0:open-gop=1:bframes=2:repeat-headers=1 -crf 32 -tag:v hev1
video av01 -pix_fmt yuv420p -c:v libsvtav1 -preset 12 -svtav1-params scd=0 -crf 45
video vp09 -pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 60k
sound aac stereo -c:a aac -b:a 48k
sound ac-3 5.1 -c:a ac3 -b:a 192k
sound ec-3 5.1 -c:a eac3 -b:a 128k
sound dtsc mono -strict -2 -c:a dca -b:a 192k
sound opus stereo -c:a libopus -b:a 32k
sound flac mono -strict -2 -c:a flac
sound mp3 stereo -c:a libmp3lame -b:a 48k
sound alac mono -ar 16000 -c:a alac
sound sowt stereo -ar 4000 -c:a pcm_s16le -f mov
sound fpcm mono -ar 4000 -c:a pcm_f32be
