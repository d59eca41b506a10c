/**
 * How media is encrypted on its way out: content keys in use, initialization vectors, subsample maps, ciphers, and the headers of
 * protection systems. Knows no storage, no documents and no HTTP; where keys come from is not its business.
 */
@NullMarked
package io.dynpack.protection;

import org.jspecify.annotations.NullMarked;
