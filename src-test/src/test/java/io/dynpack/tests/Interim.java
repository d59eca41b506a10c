package io.dynpack.tests;

import java.nio.file.*;
import java.util.*;

import io.dynpack.publishing.*;
import io.dynpack.tests.media.Ffmpeg;

final class Interim {
    static void publish(QuickstartOrigin o, Path dir, String name) {
        try {
            StringBuilder b = new StringBuilder(
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head/><body><switch>");
            List<Path> files;
            try (var f = Files.list(dir)) {
                files = f.filter(p -> p.toString().endsWith(".mp4")).sorted().toList();
            }
            boolean audio = false;
            for (Path f : files) {
                String out = Ffmpeg.ffprobe(dir,
                        List.of("-show_entries", "stream=codec_type,id", "-of", "compact", f.toString()));
                for (String l : out.split("\n")) {
                    var m = java.util.regex.Pattern.compile("codec_type=(\\w+)").matcher(l);
                    if (!m.find())
                        continue;
                    var i = java.util.regex.Pattern.compile("id=0x(\\w+)").matcher(l);
                    i.find();
                    String t = m.group(1);
                    if (!t.equals("video") && !t.equals("audio"))
                        continue;
                    boolean mux = out.contains("video");
                    if (t.equals("audio") && mux && name.equals("muxed") && audio)
                        continue;
                    if (t.equals("audio"))
                        audio = true;
                    b.append("<" + t + " src=\"" + f.getFileName() + "\"><param name=\"trackID\" value=\""
                            + Integer.parseInt(i.group(1), 16) + "\" valuetype=\"data\"/></" + t + ">");
                }
            }
            Files.writeString(dir.resolve(name.replaceAll("[^A-Za-z0-9_-]", "_") + ".ism"), b + "</switch></body></smil>");
            Catalog c = o.catalog();
            c.putAsset(Asset.at(name, name, null)).join();
            c.publish(LocatorRequest.of(name, "Predefined_DownloadAndClearStreaming")).join();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
