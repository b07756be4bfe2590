//! Files that projects include from one another, fetched once all of them are known.

use std::collections::BTreeSet;

use super::CrawlError;
use super::files::Work;
use super::query::{Ask, Portion};
use super::reading::Reading;
use super::rounds::{PATHS, Target};
use crate::base::RelPath;
use crate::model::Project;
use crate::source::borrowed;

impl Work<'_> {
    /// Reads what others include of each project; returns the places of those of which more is known now.
    ///
    /// What cannot be fetched stays unread: a pipeline that cannot be followed to its end costs no project.
    pub(super) fn borrow(&self, projects: &mut [Project]) -> Result<BTreeSet<usize>, CrawlError> {
        let mut changed = BTreeSet::new();
        for _ in 0..borrowed::ROUNDS {
            let wanted = borrowed::wanted(projects, self.references, &changed);
            let (places, wishes): (Vec<usize>, Vec<BTreeSet<RelPath>>) = wanted.into_iter().unzip();
            let mut readings: Vec<Reading> =
                places.iter().map(|at| Reading::new(std::mem::take(&mut projects[*at]))).collect();
            let mut portions = Vec::new();
            for (number, (reading, paths)) in readings.iter().zip(&wishes).enumerate() {
                let (project, sha) = (reading.id(), reading.sha().to_owned());
                let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
                for paths in paths.chunks(PATHS).filter(|_| !sha.is_empty()) {
                    let portion =
                        Portion { project, sha: sha.clone(), ask: Ask::Text(paths.to_vec()) };
                    portions.push((Target { reading: number, version: 0 }, portion));
                }
            }
            let mut is_any = false;
            let fetched = self.fetch(portions, |target, ask, answer| {
                let (Ask::Text(paths), Ok(repository)) = (ask, answer) else { return };
                let reading = &mut readings[target.reading];
                let is_asked = |path: &str| paths.iter().any(|asked| asked == path);
                if reading.take_blobs(&repository, self.options, is_asked).is_some() {
                    reading.has_answered(paths);
                    is_any = true;
                    changed.insert(places[target.reading]);
                }
            });
            for (at, reading) in places.iter().zip(readings) {
                projects[*at] = reading.finish();
            }
            fetched?;
            if !is_any {
                break;
            }
        }
        Ok(changed)
    }
}
