//! Puts one request to what is known of those before it, and notes it.

use super::check::{Check, Set};
use super::client::Standing;
use super::hash::{join, stable};
use super::judge::Judge;
use super::name;
use super::record::Record;
use super::redirects::Pending;
use super::sketch::Sample;
use super::stream::Effects;
use super::timeline::ResponseKind;
use super::windows::{Group, GroupKind, MEMBERS, Member};

/// The checks that look at two requests; their samples say how far these are apart.
pub(super) const PAIRS: Set = Set(Check::AskedBeforeExpiry.bit().0
    | Check::RepeatedRequests.bit().0
    | Check::NotModifiedUnused.bit().0
    | Check::FreshnessNotUpdated.bit().0
    | Check::ImmutableRefetched.bit().0
    | Check::NotConditional.bit().0
    | Check::ValidatorAltered.bit().0);

impl Judge {
    /// Counts what the requests of a batch show by themselves; those of one second are mostly alike, and are counted
    /// together.
    pub(super) fn count(&mut self, batch: &[Record]) {
        for run in batch.chunk_by(Record::is_alike) {
            let Some(first) = run.first() else { continue };
            let Some(client) = self.clients.get_mut(first.client as usize) else { continue };
            let kind = ResponseKind::of(first.status);
            let times = u32::try_from(run.len()).unwrap_or(u32::MAX);
            client.count_run(first, kind, times);
            run.iter().for_each(|record| client.count_one(record));
            if first.at > 0 {
                self.timeline.count(first.at / 60, kind, times);
            }
        }
    }

    /// Puts one request of the batch to what is known. Its texts are among those of the batch.
    pub(super) fn settle(&mut self, record: &Record, texts: &[u8]) {
        let Some(client) = self.clients.get_mut(record.client as usize) else { return };
        if client.standing == Standing::Unknown {
            return;
        }
        let mut occasions = record.occasions;
        let mut breaches = record.breaches;
        let mut is_new = false;
        let mut effects = None;
        if record.key != 0 && record.at > 0 {
            let step;
            (step, is_new) = self.table.step(record);
            occasions = occasions.or(step.occasions);
            breaches = breaches.or(step.breaches);
            effects = Some(step);
        }
        if record.key != 0
            && let Some(live) = &mut self.live
        {
            live.step(record, &mut occasions, &mut breaches);
        }
        client.tally(occasions, breaches);
        let gap = effects.as_ref().and_then(|effects| effects.gap).map(|(gap, _)| gap);
        if let Some(effects) = effects.filter(|effects| effects.gap.is_some() || effects.breaches != Set::default()) {
            self.apply(record, &effects, 1);
        }
        if breaches != Set::default() {
            self.show(record, breaches, gap, texts);
        }
        if record.at > 0 {
            if self.seams.kept {
                self.note_seam(record, is_new, texts);
            }
            self.note_redirects(record, texts);
            self.note_windows(record);
        }
    }

    /// Counts what a request that is compared with others has shown, or takes it back.
    pub(super) fn apply(&mut self, record: &Record, effects: &Effects, times: i64) {
        let Some(client) = self.clients.get_mut(record.client as usize) else { return };
        if let Some((gap, status)) = effects.gap {
            client.count_gap(gap, status, effects.share, times);
        }
        client.parallel = client.parallel.saturating_add_signed(i64::from(effects.parallel) * times);
        let bytes = i64::try_from(record.bytes.unwrap_or_default()).unwrap_or_default();
        // A request is counted once: first as one that was not needed, else by what it need not have brought.
        if effects.wasted {
            client.wasted.0 = client.wasted.0.saturating_add_signed(times);
        }
        if effects.wasted || effects.breaches.has(Check::NotConditional) {
            client.wasted.1 = client.wasted.1.saturating_add_signed(bytes * times);
        }
    }

    /// Keeps the request as a sample of what it broke.
    fn show(&mut self, record: &Record, breaches: Set, gap: Option<u32>, texts: &[u8]) {
        let full = self.settings.full_addresses;
        let hash = sample_hash(record);
        let (path, from) = record.texts_of(texts);
        let Some(client) = self.clients.get_mut(record.client as usize) else { return };
        for at in breaches.indices() {
            let pair = PAIRS.0 >> at & 1 == 1;
            client.sample(at, hash, || {
                let after = gap.filter(|_| pair);
                Sample::new(hash, record.at, name::request(record, path, from, full, after))
            });
        }
    }

    fn note_redirects(&mut self, record: &Record, texts: &[u8]) {
        if !self.redirects.pending.is_empty() {
            self.follow_redirects(record.key, record.at);
            self.expire_redirects(record.at);
        }
        if record.leads_to != 0 {
            let text = redirect_text(record, texts);
            let pending =
                Pending { key: record.leads_to, deadline: 0, client: record.client, hash: sample_hash(record), text };
            self.redirects.await_one(record.at, pending);
        }
    }

    /// Counts the redirects that a request follows.
    pub(super) fn follow_redirects(&mut self, key: u64, at: u32) {
        for done in self.redirects.follow(key, at) {
            if let Some(client) = self.clients.get_mut(done.client as usize) {
                client.tally(Check::RedirectNotFollowed.bit(), Set::default());
            }
        }
    }

    /// Counts the redirects that no request has followed by the time of the latest one.
    pub(super) fn expire_redirects(&mut self, latest: u32) {
        self.redirects.expire(latest).into_iter().for_each(|late| self.not_followed(late));
    }

    /// Counts a redirect that was not followed.
    pub(super) fn not_followed(&mut self, late: Pending) {
        let Some(client) = self.clients.get_mut(late.client as usize) else { return };
        client.tally(Check::RedirectNotFollowed.bit(), Check::RedirectNotFollowed.bit());
        let at = late.deadline;
        client.sample(Check::RedirectNotFollowed.index(), late.hash, || Sample::new(late.hash, at, late.text));
    }

    fn note_windows(&mut self, record: &Record) {
        let identified = record.occasions.has(Check::UserAgentMissing) && record.address > 0;
        let member = |group: u64, member: u64, shown| {
            #[allow(clippy::cast_possible_truncation, reason = "half of a hash is enough for ten members")]
            let member = (member >> 32) as u32;
            Member { group, member, client: record.client, at: record.at, shown, refused: record.is_refusal() }
        };
        let [places, names, refused] = &mut self.windows;
        if let Some((lat, lon)) = record.cell {
            let cell = u64::from(lat.cast_unsigned()) << 32 | u64::from(lon.cast_unsigned());
            let group = join(join(record.address, record.token), cell);
            places.count(&member(group, record.spot, (lat, lon)), true);
        }
        if identified {
            names.count(&member(record.address, record.token, (0, 0)), true);
            if record.is_refusal() || !refused.is_empty() || self.settings.mergeable {
                let group = join(record.address, record.place);
                refused.count(&member(group, record.token, (0, 0)), record.is_refusal());
            }
        }
        self.judge_closed();
    }

    /// Judges the groups whose time is over.
    pub(super) fn judge_closed(&mut self) {
        for at in 0..self.windows.len() {
            let Some(windows) = self.windows.get_mut(at).filter(|windows| windows.has_closed()) else { continue };
            let (sort, closed) = (windows.sort(), windows.take_closed());
            closed.iter().for_each(|group| self.close_group(sort, group, true));
        }
    }

    /// Judges what was counted together when its time is over, or the log ends before that.
    pub(super) fn close_group(&mut self, sort: GroupKind, group: &Group, is_over: bool) {
        let Some(client) = self.clients.get_mut(group.client as usize) else { return };
        let (check, occasion, breach) = match sort {
            GroupKind::Places => (Check::CoordinateScatter, false, group.members() >= MEMBERS),
            GroupKind::Names => {
                let often = group.requests >= 50;
                (Check::UserAgentChanging, often, often && group.members() > 5)
            }
            // Another name may come as long as the time of the group is not over.
            GroupKind::Refused => {
                let known = group.refused() && (group.changed || is_over);
                (Check::IdentityChangedAfterRefusal, known, group.changed)
            }
        };
        if !occasion && !breach {
            return;
        }
        let set = |holds: bool| if holds { check.bit() } else { Set::default() };
        client.tally(set(occasion), set(breach));
        if breach {
            let text = shown_group(sort, group);
            let hash = join(stable(text.as_bytes()), u64::from(group.begins));
            client.sample(check.index(), hash, || Sample::new(hash, group.begins, text));
        }
    }
}

fn redirect_text(record: &Record, texts: &[u8]) -> String {
    let (path, _) = record.texts_of(texts);
    format!(
        "{}; no request for its Location within 10 s",
        name::request(record, path, &[], false, None).split(", from").next().unwrap_or_default()
    )
}

/// What was counted together, in words.
fn shown_group(sort: GroupKind, group: &Group) -> String {
    match sort {
        GroupKind::Places => {
            let (lat, lon) = group.shown;
            let degrees = |n: i32| format!("{}{}.{:02}", if n < 0 { "-" } else { "" }, n.abs() / 100, n.abs() % 100);
            let place = format!("lat={}xx&lon={}xx", degrees(lat), degrees(lon));
            format!("{MEMBERS} or more places at {place} within 30 min, {} requests", group.requests)
        }
        GroupKind::Names => {
            format!("{} product names at one address within 1 h, {} requests", group.members(), group.requests)
        }
        GroupKind::Refused => {
            "another product name at the same address for the same URL within 2 min of a refusal".to_owned()
        }
    }
}

/// What decides which requests are shown: nothing that depends on their order, or on who looks.
pub(super) fn sample_hash(record: &Record) -> u64 {
    join(join(record.place, u64::from(record.at)), join(record.token, u64::from(record.status)))
}
