//! A theme: its files, ready to render with.

use include_dir::{Dir, include_dir};
use minijinja::{Environment, Value, context};

use super::assets::Files;
use super::value::to_value;
use super::{assets, env};
use crate::base::{Digest, RelPath, yaml};
use crate::page::{Frame, VIEW_VERSION, View};

/// The theme inside the binary.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// What is room enough for a page without its README.
const PAGE_CAPACITY: usize = 48 * 1024;

/// Why a theme cannot be used, or a page of it not be made.
#[derive(Debug, thiserror::Error)]
#[error("{message}{}", place(.file, *.line))]
pub(crate) struct ThemeError {
    /// The file of the theme, from the theme's folder.
    pub file: String,
    /// The line in it, from 1; 0 if the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

fn place(file: &str, line: usize) -> String {
    match line {
        0 => format!(" (theme file `{file}`)"),
        line => format!(" (theme file `{file}`, line {line})"),
    }
}

impl ThemeError {
    /// Says what is wrong with a whole file.
    pub(super) fn at(file: &str, message: impl Into<String>) -> ThemeError {
        ThemeError { file: file.to_owned(), line: 0, message: message.into() }
    }

    fn of_engine(error: &minijinja::Error) -> ThemeError {
        let file = format!("templates/{}", error.name().unwrap_or("?"));
        let kind = error.kind();
        let message = error.detail().map_or(kind.to_string(), |detail| format!("{kind}: {detail}"));
        ThemeError { file, line: error.line().unwrap_or(0), message }
    }
}

/// A theme, checked and compiled.
#[derive(Debug)]
pub(crate) struct Theme {
    environment: Environment<'static>,
    assets: Files,
    /// Where the assets are, from the site's root, with a trailing slash.
    folder: String,
    digest: Digest,
}

impl Theme {
    /// Returns the embedded theme, overlaid by the user's files, with the accent colour `brand` (`#rrggbb`).
    ///
    /// Paths are those of a theme: `templates/…`, `css/…`, `js/…`, `img/…`. A file of the same path takes the place of the
    /// embedded one; a template still reaches that as `default/<name>`. Stylesheets of another name are added at the end,
    /// outside the theme's cascade layer.
    pub(crate) fn load(overlay: &Files, brand: Option<&str>) -> Result<Theme, ThemeError> {
        if let Some(brand) = brand
            && !is_colour(brand)
        {
            let message = format!("the accent colour `{brand}` is not of the form `#rrggbb`");
            return Err(ThemeError::at("theme.yaml", message));
        }
        let own = embedded();
        let mut files = own.clone();
        files.extend(overlay.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
        check_manifest(&files)?;
        let environment = compile(&own, &files)?;
        let (assets, folder) = assets::assets(&own, &files, brand)?;
        let parts = files.iter().flat_map(|(path, bytes)| [path.as_str().as_bytes(), &bytes[..]]);
        let digest = Digest::of_parts(parts.chain([brand.unwrap_or("").as_bytes()]));
        Ok(Theme { environment, assets, folder, digest })
    }

    /// The files that pages load, by their address from the site's root.
    pub(crate) fn assets(&self) -> impl Iterator<Item = (RelPath, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.clone(), &bytes[..]))
    }

    /// What changes whenever a page or asset of this theme might.
    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }
}

/// Returns the page that shows `view`.
pub(crate) fn page(theme: &Theme, frame: &Frame, view: &View) -> Result<Vec<u8>, ThemeError> {
    let name = view.template();
    let template =
        theme.environment.get_template(name).map_err(|error| ThemeError::of_engine(&error))?;
    let unsupported = |error| ThemeError::at(name, format!("{error}"));
    let context = context! {
        frame => to_value(frame).map_err(unsupported)?,
        view => to_value(view).map_err(unsupported)?,
        assets => asset_prefix(theme, frame, view),
    };
    let mut page = Vec::with_capacity(PAGE_CAPACITY);
    template
        .render_captured_to(context, &mut page)
        .map_err(|error| ThemeError::of_engine(&error))?;
    Ok(page)
}

/// What leads from the page to the assets; empty on a 404 page of a site whose address is not known.
fn asset_prefix(theme: &Theme, frame: &Frame, view: &View) -> Value {
    match view {
        View::NotFound(not_found) => match &not_found.site_url {
            Some(url) => Value::from(format!("{url}{}", theme.folder)),
            None => Value::from(""),
        },
        _ => Value::from(format!("{}{}", frame.root, theme.folder)),
    }
}

fn embedded() -> Files {
    let mut files = Files::new();
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_str().and_then(RelPath::new);
            files.insert(path.expect("our own file names are plain"), file.contents().to_vec());
        }
    }
    files
}

/// Checks that the theme was written for this program.
fn check_manifest(files: &Files) -> Result<(), ThemeError> {
    let name = "theme.yaml";
    let path = RelPath::new(name).expect("a plain name");
    let text = files.get(&path).map_or("", |bytes| std::str::from_utf8(bytes).unwrap_or(""));
    let document = yaml::document(text, yaml::Budget::DESCRIPTOR).map_err(|problem| {
        let line = problem.position.line as usize;
        ThemeError { file: name.to_owned(), line, message: problem.message }
    })?;
    let version =
        document.get("view").map(|node| (node.position.line as usize, node.value.clone()));
    match version {
        Some((_, yaml::Value::Number(number))) if number.as_u64() == Some(VIEW_VERSION.into()) => {
            Ok(())
        }
        Some((line, _)) => {
            let message = format!(
                "the theme is for another version; this program shows `view: {VIEW_VERSION}`"
            );
            Err(ThemeError { file: name.to_owned(), line, message })
        }
        None => Err(ThemeError::at(
            name,
            format!("the key `view` is missing; write `view: {VIEW_VERSION}`"),
        )),
    }
}

/// Compiles every template: a mistake shows before the first page, not on the page that needs it.
fn compile(own: &Files, files: &Files) -> Result<Environment<'static>, ThemeError> {
    let mut environment = env::environment();
    let named = |files| templates(files).map(|(name, file)| (name.to_owned(), file));
    let originals = named(own).map(|(name, file)| (format!("default/{name}"), file));
    for (name, (path, bytes)) in originals.chain(named(files)) {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| ThemeError::at(path.as_str(), "the file is not UTF-8"))?;
        environment
            .add_template_owned(name, env::without_indentation(text))
            .map_err(|error| ThemeError::of_engine(&error))?;
    }
    Ok(environment)
}

/// A theme's templates by the name that templates call them by.
fn templates(files: &Files) -> impl Iterator<Item = (&str, (&RelPath, &Vec<u8>))> {
    files.iter().filter_map(|(path, bytes)| {
        Some((path.as_str().strip_prefix("templates/")?, (path, bytes)))
    })
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or("");
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
