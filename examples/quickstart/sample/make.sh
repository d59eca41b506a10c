#!/bin/sh
# Makes the sample asset that lies beside this script: three H.264 levels with B-frames and closed GOPs of 2.002 s at
# 29.97 frames a second, and two audio languages with tones of their own. Needs an ffmpeg with libx264 and libfreetype
# (FFMPEG; the one of the Maven artifact org.bytedeco:ffmpeg, classifier linux-x86_64-gpl, made the committed files) and
# a font (FONT).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ffmpeg=${FFMPEG:-ffmpeg}
font=${FONT:-/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf}
out=$here/clockwork
seconds=24.024
mkdir -p "$out"

# level WIDTH HEIGHT KBITS FILE
level() {
    big=$(($2 / 5))
    small=$(($2 / 11))
    ball=$(($2 / 6))
    "$ffmpeg" -nostdin -v error -y \
        -f lavfi -i "gradients=s=$1x$2:r=30000/1001:c0=0x0b2545:c1=0x13707a:c2=0x8d3b72:n=3:seed=7:speed=0.008:d=$seconds" \
        -f lavfi -i "color=c=0xffb703:s=${ball}x${ball}:r=30000/1001:d=$seconds,format=yuva420p,geq=lum='p(X,Y)':cb='p(X,Y)':cr='p(X,Y)':a='255*lte(hypot(X-W/2,Y-H/2),W/2-1)'" \
        -filter_complex "[0:v][1:v]overlay=x='(W-w)*(0.5-0.5*cos(2*PI*t/6.006))':y='(H-h)*(0.92-0.3*abs(sin(2*PI*t/2.002)))',\
drawtext=fontfile=$font:fontsize=$big:fontcolor=white:borderw=2:bordercolor=0x00000080:x=(w-tw)/2:y=h*0.26:timecode='00\:00\:00\:00':rate=30000/1001,\
drawtext=fontfile=$font:fontsize=$small:fontcolor=white:x=(w-tw)/2:y=h*0.12:text='$1 × $2   $3 kbit/s',format=yuv420p[v]" \
        -map '[v]' -frames:v 720 -c:v libx264 -profile:v main -preset veryslow -bf 3 -b_strategy 1 -g 60 -keyint_min 60 -sc_threshold 0 \
        -flags +cgop -b:v "$3k" -maxrate "$(($3 * 3 / 2))k" -bufsize "$(($3 * 2))k" -threads 1 \
        -video_track_timescale 30000 -map_metadata -1 -fflags +bitexact -flags:v +bitexact -movflags +faststart "$out/$4"
}

# voice LANGUAGE TITLE LEFT-EXPRESSION RIGHT-EXPRESSION
voice() {
    "$ffmpeg" -nostdin -v error -y \
        -f lavfi -i "aevalsrc=exprs='$3|$4':s=48000:d=$seconds" \
        -c:a aac -b:a 48k -metadata:s:a:0 "language=$1" -metadata:s:a:0 "handler_name=$2" \
        -fflags +bitexact -flags:a +bitexact -movflags +faststart "$out/clockwork_AAC_$1_ch2_48kbps.mp4"
}

level 640 360 480 clockwork_640x360_480.mp4
level 416 234 210 clockwork_416x234_210.mp4
level 256 144 90 clockwork_256x144_90.mp4
# a tick each second; English over a low A, German over a high E
voice eng English "0.12*sin(2*PI*220*t)+0.4*sin(2*PI*880*t)*exp(-30*mod(t,1))" "0.12*sin(2*PI*221*t)+0.4*sin(2*PI*880*t)*exp(-30*mod(t,1))"
voice deu Deutsch "0.10*sin(2*PI*659*t)+0.4*sin(2*PI*1319*t)*exp(-30*mod(t,1))" "0.10*sin(2*PI*661*t)+0.4*sin(2*PI*1319*t)*exp(-30*mod(t,1))"
du -cb "$out"/*.mp4
