/** What is inside media: ffmpeg's programs, the fixtures made with them, and access units compared one by one. */
package io.dynpack.tests.media;
