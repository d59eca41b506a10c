/** Readers of manifests that know nothing of the code that wrote them, and the schema of MPEG-DASH. */
package io.dynpack.tests.manifest;
