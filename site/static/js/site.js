// One small module per behaviour, each wired by data- attributes. `collectstatic` joins them (home/assets.py).
import "./comfort.js";
import "./live-places.js";
import "./proof-of-work.js";
import "./stepper.js";
import "./party.js";
import "./print.js";
import "./copy.js";
import "./suggest.js";
