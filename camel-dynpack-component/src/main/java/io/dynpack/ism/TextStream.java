package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlRootElement;

/** A text or sparse track. */
@XmlRootElement(name = "textstream")
public class TextStream extends MediaElement {
    public TextStream() {}

    public TextStream(String src) {
        super(src);
    }

    @Override
    TrackReference.Kind kind() {
        return TrackReference.Kind.TEXT;
    }
}
