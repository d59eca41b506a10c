package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlRootElement;

/** A track of unstated kind. */
@XmlRootElement(name = "ref")
public class Ref extends MediaElement {
    public Ref() {}

    public Ref(String src) {
        super(src);
    }

    @Override
    TrackReference.Kind kind() {
        return TrackReference.Kind.REF;
    }
}
