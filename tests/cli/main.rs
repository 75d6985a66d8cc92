//! The whole binary, put to scripted servers on the loopback interface and to files.

mod live;
mod refusals;
mod support;
mod trial;
