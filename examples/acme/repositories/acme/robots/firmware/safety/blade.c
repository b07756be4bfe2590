#include <stdbool.h>
#include <stdint.h>

#define WISH_BLADE 0x01u

extern bool lifted(void);
extern bool tilted(void);
extern bool touched(void);

/* Safety half: the only code that may power the blade. */
bool blade_allowed(volatile const uint8_t *wish)
{
    return !lifted() && !tilted() && !touched() && (*wish & WISH_BLADE);
}
