/** Smooth Streaming client manifests (MS-SSTR 2.2.2). */
@NullMarked
package io.dynpack.manifest.smooth;

import org.jspecify.annotations.NullMarked;
