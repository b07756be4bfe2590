const WIDTHS: [u32; 6] = [160, 320, 640, 960, 1280, 1920];

fn allowed(width: u32) -> bool {
    WIDTHS.contains(&width)
}

fn main() {
    assert!(allowed(640) && !allowed(641));
}
