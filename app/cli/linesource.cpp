#include "linesource.h" // its only source: the meta object needs one
