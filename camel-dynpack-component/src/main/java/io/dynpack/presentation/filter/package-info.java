/**
 * What a filter of Azure Media Services means: which levels of a presentation it keeps, which part of its time, and how several
 * filters act together. Pure rules on a presentation and its timelines; no documents, no reading, no manifests.
 */
@NullMarked
package io.dynpack.presentation.filter;

import org.jspecify.annotations.NullMarked;
