variable "name" { type = string }
variable "owner" { type = string }

variable "size" {
  type    = string
  default = "small"
}

output "host" {
  value = "${var.name}.db.internal.acme.example"
}
