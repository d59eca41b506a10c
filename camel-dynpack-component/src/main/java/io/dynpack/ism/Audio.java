package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlRootElement;

/** An audio track. */
@XmlRootElement(name = "audio")
public class Audio extends MediaElement {
    public Audio() {}

    public Audio(String src) {
        super(src);
    }

    @Override
    TrackReference.Kind kind() {
        return TrackReference.Kind.AUDIO;
    }
}
