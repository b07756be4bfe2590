package example.acme.packing

data class PackItem(val name: String, val count: Int, val bin: String)

fun beep(item: PackItem): String = if (item.count > 1) "long" else "short"
