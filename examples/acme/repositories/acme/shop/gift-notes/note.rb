# Breaks a note into lines that the printer can hold.
def lines(text, width = 32)
  text.split.each_with_object([+""]) do |word, out|
    out << +"" if out.last.size + word.size + 1 > width
    out.last << (out.last.empty? ? "" : " ") << word
  end
end
