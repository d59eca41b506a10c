package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlRootElement;

/** A video level. */
@XmlRootElement(name = "video")
public class Video extends MediaElement {
    public Video() {}

    public Video(String src) {
        super(src);
    }

    @Override
    TrackReference.Kind kind() {
        return TrackReference.Kind.VIDEO;
    }
}
