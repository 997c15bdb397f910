/** The frame that plays a stream for a page of ours: hls.js and one picture, without cookies, storage or origin. */
import { serve } from './serve'
import { openStream } from './source'
import './stream.css'

const picture = document.querySelector('video')
if (picture && window.parent !== window) serve(window, picture, openStream)
