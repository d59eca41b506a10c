/** Smooth Streaming client manifests (MS-SSTR 2.2.2). */
package io.dynpack.manifest.smooth;
