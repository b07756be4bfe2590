variable "name" {
  type        = string
  description = "Name without the environment, which is put in front."
}

variable "owner" {
  type        = string
  description = "Name of the owning group in the catalogue."
}

variable "retention_days" {
  type    = number
  default = 365

  validation {
    condition     = var.retention_days >= 30
    error_message = "Thirty days at least: somebody always deletes the wrong thing."
  }
}
