//! What kind of file the program is.

/// In an ELF file the type stands after the identification: 3 is a shared object, which is what a program that may be
/// loaded anywhere is (System V ABI, chapter 4).
#[cfg(target_os = "linux")]
#[test]
fn the_program_is_position_independent() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_followthrough")).expect("the program");
    assert_eq!(&program[..4], b"\x7fELF");
    let little = program[5] == 1;
    let kind = [program[16], program[17]];
    let kind = if little {
        u16::from_le_bytes(kind)
    } else {
        u16::from_be_bytes(kind)
    };
    assert_eq!(kind, 3, "expected ET_DYN");
}
